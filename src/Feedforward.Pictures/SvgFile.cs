using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Feedforward.Pictures;

/// <summary>
/// A picture as a file of its own: the component that the studio shows, with its colours in it for light and for dark, and its words as text.
/// </summary>
public static class SvgFile
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Lazy<string> Style = new(() =>
    {
        using var reader = new StreamReader(typeof(SvgFile).Assembly.GetManifestResourceStream("pictures.css")!);
        return reader.ReadToEnd();
    });

    /// <summary>The picture that a component draws.</summary>
    /// <typeparam name="T">The component.</typeparam>
    /// <param name="parameters">Its parameters.</param>
    public static string Of<T>(IReadOnlyDictionary<string, object?> parameters) where T : IComponent
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Standalone(Html<T>(parameters));
    }

    private static string Html<T>(IReadOnlyDictionary<string, object?> parameters) where T : IComponent
    {
        // All characters stay as they are: a file is read by people, too.
        using var services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters.ToDictionary()))).ToHtmlString()).GetAwaiter().GetResult();
    }

    /// <summary>The SVG element of a page, as a document: with its size, its colours and its ground, without what only a page needs.</summary>
    private static string Standalone(string html)
    {
        string marked = html.Replace(" data-grid>", ">", StringComparison.Ordinal);
        int begin = marked.IndexOf("<svg", StringComparison.Ordinal), end = marked.LastIndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length;
        var picture = XElement.Parse(marked[begin..end]);
        foreach (var element in picture.DescendantsAndSelf()) element.Name = Svg + element.Name.LocalName;
        string[] box = picture.Attribute("viewBox")!.Value.Split(' ');
        picture.SetAttributeValue("width", box[2]);
        picture.SetAttributeValue("height", box[3]);
        picture.SetAttributeValue("class", "picture " + ClassOf(marked));
        picture.AddFirst(
            new XElement(Svg + "title", picture.Attribute("aria-label")?.Value),
            new XElement(Svg + "style", Style.Value),
            new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("style", "fill: var(--card)")));
        return new XDeclaration("1.0", "utf-8", null) + "\n" + picture.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static string ClassOf(string html)
    {
        const string figure = "<figure class=\"picture ";
        int begin = html.IndexOf(figure, StringComparison.Ordinal) + figure.Length;
        return html[begin..html.IndexOf('"', begin)];
    }
}
