using System.Globalization;
using Markdig;

namespace Feedforward.Studio.Learn;

/// <summary>The pages of docs/learn, which are part of the program.</summary>
public static class LearnPages
{
    // The pages are our own; what stands in them as HTML is shown as text all the same.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The page of a lab in the present language.</summary>
    public static string Name(Lab lab) =>
        string.Create(CultureInfo.InvariantCulture, $"{lab.Number:00}-{lab.Slug}{(Texts.AreChinese ? ".zh-CN" : "")}.md");

    /// <summary>The page as HTML, without its title, which the lab has.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(LearnPages).Assembly.GetManifestResourceStream("learn/" + name);
        if (stream is null) return "";
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        int body = text.StartsWith("# ", StringComparison.Ordinal) ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
        return Markdown.ToHtml(text[body..], Pipeline);
    }
}
