using System.Text.Json;

namespace Feedforward.Cli.Tests;

public class BenchTests
{
    private static readonly string[] Quick = ["--limit", "40", "--rounds", "2", "--seconds", "0.001"];

    private static IReadOnlyList<JsonElement> Events(params string[] arguments) => Cli.Run(["bench", .. arguments, .. Quick, "--json"]).Expect(0).Events;

    private static string[] Hashes(IEnumerable<JsonElement> events) => [.. events.Skip(1).Select(e => e.GetProperty("hash").GetString()!)];

    [Fact]
    public void Every_workload_is_measured_and_its_hash_depends_on_no_thread_and_no_run()
    {
        var first = Events("--threads", "1");
        Assert.Equal("machine", first[0].GetProperty("t").GetString());
        Assert.Equal(["w1", "w2", "w3", "w4", "w5", "w6", "w7"], first.Skip(1).Select(e => e.GetProperty("workload").GetProperty("id").GetString()));
        Assert.Equal(7, Hashes(first).Distinct().Count());
        Assert.Equal(Hashes(first), Hashes(Events("--threads", "1")));
        Assert.Equal(Hashes(first), Hashes(Events("--threads", "2")));
        Assert.Equal(Hashes(first), Hashes(Events("--backend", "reference")));
    }

    [Fact]
    public void The_hash_is_that_of_the_weights_after_one_epoch_of_what_the_event_describes()
    {
        var found = Events("w6").Single(e => e.GetProperty("t").GetString() == "workload");
        var described = found.GetProperty("workload");
        var layers = described.GetProperty("layers").EnumerateArray()
            .Select(l => (Layer)new Dense(l.GetProperty("units").GetInt32(), Activation.Parse(l.GetProperty("activation").GetString()!)));
        var model = new Model(new Network(described.GetProperty("inputs").GetInt32(), [.. layers]));
        var rows = WorkloadRows.Random(Workload.All[5], described.GetProperty("rows").GetInt32());
        var options = new TrainingOptions
        {
            Cost = Cost.Parse(described.GetProperty("cost").GetString()!),
            Optimizer = new Sgd(described.GetProperty("optimizer").GetProperty("learning_rate").GetSingle()),
            Batch = described.GetProperty("batch").GetInt32(),
            Epochs = 1,
        };
        Assert.NotEqual(model.WeightsHash, found.GetProperty("hash").GetString());
        model.Train(rows, null, options);
        Assert.Equal(model.WeightsHash, found.GetProperty("hash").GetString());
    }

    [Fact]
    public void Speeds_are_those_of_the_rounds_and_operations_are_counted_from_the_network()
    {
        var events = Events("w7", "w1");
        Assert.Equal(["w7", "w1"], events.Skip(1).Select(e => e.GetProperty("workload").GetProperty("id").GetString()));
        foreach (var e in events.Skip(1))
        {
            double[] speeds = [.. e.GetProperty("rows_per_second").EnumerateArray().Select(n => n.GetDouble())];
            Assert.Equal(2, speeds.Length);
            double gflops = 1e-9 * speeds.Average() * e.GetProperty("operations_per_row").GetInt64();
            Assert.Equal(gflops, e.GetProperty("gflops").GetDouble(), 1e-9 * gflops);
            Assert.Equal(gflops / events[0].GetProperty("limit_gflops").GetDouble(), e.GetProperty("share_of_limit").GetDouble(), 1e-9);
        }
        Assert.Equal(2, events[1].GetProperty("microseconds_per_row").GetArrayLength());
        Assert.Equal(2 * ((784 * 100) + (100 * 10)), events[1].GetProperty("operations_per_row").GetInt64());
        Assert.Equal((4 * ((784 * 30) + (30 * 10))) + (2 * 30 * 10), events[2].GetProperty("operations_per_row").GetInt64());
    }

    [Fact]
    public void People_read_the_limit_and_the_workloads_that_they_asked_for_in_their_language()
    {
        string english = Cli.Run(["bench", "W6", .. Quick]).Expect(0).Out, chinese = Cli.Run(["bench", "w6", .. Quick, "--lang", "zh-CN"]).Expect(0).Out;
        foreach (string word in new[] { "Limit", "GFLOP/s on one thread", "4 → 10 sigmoid → 3 softmax", "rows/s", "40 rows", "of the limit" })
            Assert.Contains(word, english, StringComparison.Ordinal);
        Assert.DoesNotContain("784", english, StringComparison.Ordinal);
        foreach (string word in new[] { "上限", "行/秒", "一轮后的权重" }) Assert.Contains(word, chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bench w9 w1", "FF9109", "\"w9\"", "w1, w2, w3")]
    [InlineData("bench w33", "FF9109", "\"w33\"", "Did you mean \"w3\"?")]
    [InlineData("bench --input mnst", "FF9109", "--input", "Did you mean \"mnist\"?")]
    [InlineData("bench w5 --input mnist", "FF9133", "--input mnist", "w5")]
    [InlineData("bench --rounds 0", "FF9108", "--rounds", "≥ 1")]
    [InlineData("bench --seconds 0", "FF1001", "--seconds", "0 < seconds")]
    [InlineData("bench --thread 1", "FF9102", "--thread", "Did you mean \"--threads\"?")]
    public void What_cannot_be_measured_is_refused_before_anything_is(string line, string code, string word, string suggestion) =>
        Cli.Run(line.Split(' ')).Expect(2).Says("error " + code + ":", word, suggestion);

    [Fact]
    public void Images_of_MNIST_are_measured_where_they_are_and_named_where_they_are_not()
    {
        using var folder = new TemporaryFolder();
        var absent = Cli.Run(["bench", "w1", .. Quick, "--input", "mnist", "--data-dir", folder.Path]);
        if (absent.Code != 0) absent.Expect(3).Says("FF2241");
        string images = Path.Combine(PublishedData.Folder, "mnist");
        Assert.SkipUnless(Directory.Exists(images), "MNIST is not here.");
        var events = Events("--input", "mnist", "--data-dir", images);
        Assert.Equal(["w1", "w2", "w3", "w4", "w7"], events.Skip(1).Select(e => e.GetProperty("workload").GetProperty("id").GetString()));
        Assert.Empty(Hashes(events).Intersect(Hashes(Events("w1", "w2", "w3", "w4", "w7"))));
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 5.0, 1, 3 }, 3, 1, 5)]
    [InlineData(new[] { 4.0, 1, 9, 2 }, 3, 1, 9)]
    public void A_spread_is_the_middle_and_both_ends(double[] values, double median, double least, double greatest) =>
        Assert.Equal(new Spread(median, least, greatest), Spread.Of(values));
}
