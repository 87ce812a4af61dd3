using System.Globalization;
using Spectre.Console;
using Drawing = Spectre.Console.Table;

namespace Feedforward.Cli;

/// <summary>A training's profile as a table for people: narrow enough for eighty columns, without what takes next to no time.</summary>
internal static class ProfileText
{
    private const double LeastShare = 0.001;

    private static readonly string[] Columns = ["operation", "shape", "calls", "seconds", "share", "gflops", "limit", "gigabytes"];

    internal static void Write(TrainingProfile profile, Screen screen)
    {
        screen.Line();
        screen.Labelled(Texts.Get("label.profile"), Texts.Get("profile", Format.Time(profile.Seconds), Short(profile.Limit), profile.Threads));
        screen.Write(Draw(profile));
        screen.Labelled("", Texts.Get("profile.legend"));
        screen.Line();
    }

    private static Drawing Draw(TrainingProfile profile)
    {
        var table = new Drawing { Border = TableBorder.None };
        foreach (string column in Columns)
        {
            bool isText = column is "operation" or "shape";
            table.AddColumn(new TableColumn(new Text(Texts.Get($"profile.{column}")))
            {
                Alignment = isText ? Justify.Left : Justify.Right,
                Padding = new Padding(0, 0, column == Columns[^1] ? 0 : 1, 0),
                NoWrap = true,
            });
        }
        var (shown, others) = (profile.Operations.Where(IsShown).ToList(), profile.Operations.Where(o => !IsShown(o)).ToList());
        foreach (var o in shown)
            AddRow(o.Name, o.Shape, Format.Count(o.Calls), o.Seconds, Short(o.GigaflopsPerSecond), Format.Percent(profile.ShareOfLimit(o)), Short(o.GigabytesPerSecond));
        if (others.Count > 0) AddRow(Texts.Get("profile.others"), "", Format.Count(others.Sum(o => o.Calls)), others.Sum(o => o.Seconds), "", "", "");
        AddRow(Texts.Get("profile.outside"), "", "", profile.OutsideSeconds, "", "", "");
        return table;

        bool IsShown(Backends.OperationProfile operation) => profile.Share(operation.Seconds) >= LeastShare;

        void AddRow(string name, string shape, string calls, double seconds, string gflops, string limit, string gigabytes) => table.AddRow(
            new[] { name, shape, calls, seconds.ToString("0.000", CultureInfo.InvariantCulture), Format.Percent(profile.Share(seconds)), gflops, limit, gigabytes }
                .Select(cell => new Text(cell)));
    }

    private static string Short(double value) => value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
