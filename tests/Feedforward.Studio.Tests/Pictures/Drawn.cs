using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Feedforward.Studio.Tests.Pictures;

/// <summary>Components as the HTML that they become.</summary>
internal static class Drawn
{
    internal static async Task<XElement> Of<T>(Dictionary<string, object?> parameters) where T : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        string html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return XElement.Parse("<page>" + html + "</page>");
    }

    internal static IEnumerable<XElement> With(this XElement element, string name, string @class) =>
        element.Descendants(name).Where(e => ((string?)e.Attribute("class") ?? "").Split(' ').Contains(@class));
}
