namespace Feedforward.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("feedforward-runs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static RunRecord Named(string name) => new() { Name = name };

    [Fact]
    public void Each_new_run_gets_the_next_number()
    {
        foreach (int number in new[] { 1, 2, 3 })
        {
            using var run = RunFolder.Create(Named("iris"), _root);
            Assert.Equal($"iris-{number}", run.Record.Name);
        }
        Directory.Delete(Path.Combine(_root, "iris-2"), recursive: true);
        using var next = RunFolder.Create(Named("iris"), _root);
        Assert.Equal("iris-4", next.Record.Name);
    }

    [Fact]
    public void Runs_that_are_started_at_once_never_share_a_folder()
    {
        var names = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var run = RunFolder.Create(Named("iris"), _root);
            names.Add(run.Record.Name);
        });
        Assert.Equal(40, names.Distinct().Count());
    }

    [Fact]
    public void A_record_comes_back_as_it_was_saved()
    {
        var record = Named("wine") with
        {
            Tags = ["first", "良"],
            Note = "a \"note\"\nof two lines",
            Status = RunStatus.Interrupted,
            Started = new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.FromHours(2)),
            Ended = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Seconds = 1.5,
            Resumed = 2,
            Command = ["train", "wine.csv", "--target", "class"],
            Threads = 2,
            Commit = new string('a', 40),
            Data = [new RunData("train", "wine.csv", 12345, new string('0', 64), 178), new RunData("test", "xor", null, null, 4)],
            Columns = [new PipelineColumn("alcohol", ColumnKind.Number), new PipelineColumn("名字", ColumnKind.Text)],
            Target = "class",
            SplitHash = new string('1', 64),
            Network = "13 → 3 softmax",
            Parameters = 42,
            WeightsHash = new string('2', 64),
            Epochs = 7,
            BestEpoch = 3,
            StopReason = StopReason.LearningRate,
            Metrics = new SortedDictionary<string, double> { ["test.accuracy"] = 0.1 + 0.2, ["validation.cost"] = 1e-300 },
            Error = new Notice("FF4001", "diverged", "try less") { Place = "epoch 1" },
        };
        using (var run = RunFolder.Create(record, _root)) Assert.True(RunSummary.Read(run.Path).IsLive);
        var read = RunSummary.Read(Path.Combine(_root, "wine-1"));
        Assert.False(read.IsLive);
        var expected = record with { Name = "wine-1" };
        Assert.Equivalent(expected, read.Record, strict: true);
        Assert.Equal(expected.Metrics["test.accuracy"], read.Record.Metrics["test.accuracy"]);
    }

    [Fact]
    public void A_second_writer_is_refused_and_told_who_writes()
    {
        using var first = RunFolder.Create(Named("iris"), _root);
        var refused = Assert.Throws<OptionException>(() => RunFolder.Open(first.Path));
        Assert.Equal("FF1260", refused.Notice.Code);
        Assert.Contains($"({Environment.ProcessId})", refused.Notice.Sentence, StringComparison.Ordinal);
        Assert.Equal("FF1260", Assert.Throws<OptionException>(() => RunFolder.Remove(first.Path)).Notice.Code);
        first.Dispose();
        using var second = RunFolder.Open(first.Path);
        Assert.Equal("iris-1", second.Record.Name);
    }

    [Fact]
    public void A_lock_that_a_killed_process_left_hinders_nobody()
    {
        string path;
        using (var run = RunFolder.Create(Named("iris"), _root)) path = run.Path;
        File.WriteAllText(Path.Combine(path, "run.lock"), "1 another-boot 5\n");
        Assert.False(RunSummary.Read(path).IsLive);
        using (RunFolder.Open(path)) Assert.True(RunSummary.Read(path).IsLive);
        Assert.False(File.Exists(Path.Combine(path, "run.lock")));
    }

    [Fact]
    public void A_run_whose_program_ended_without_a_word_is_called_stopped()
    {
        using (RunFolder.Create(Named("iris") with { Status = RunStatus.Running }, _root)) Assert.Equal("running", RunSummary.Read(Path.Combine(_root, "iris-1")).Status);
        Assert.Equal("stopped", RunSummary.Read(Path.Combine(_root, "iris-1")).Status);
    }

    [Fact]
    public void A_removed_run_lies_in_the_trash_and_another_of_its_name_too()
    {
        for (int i = 0; i < 2; i++)
        {
            using (RunFolder.Create(Named("iris"), _root, numbered: false)) { }
            string place = RunFolder.Remove(Path.Combine(_root, "iris"));
            Assert.True(File.Exists(Path.Combine(place, "run.json")));
        }
        Assert.Empty(RunSummary.List(_root));
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(_root, ".trash")).Length);
    }

    [Theory, InlineData(""), InlineData("a/b"), InlineData(".."), InlineData(".hidden")]
    public void A_name_that_leads_elsewhere_is_refused(string name) =>
        Assert.Equal("FF1265", Assert.Throws<OptionException>(() => RunFolder.Create(Named(name), _root)).Notice.Code);

    [Fact]
    public void A_name_that_is_given_must_be_free()
    {
        using (RunFolder.Create(Named("mine"), _root, numbered: false)) { }
        Assert.Equal("FF1261", Assert.Throws<OptionException>(() => RunFolder.Create(Named("mine"), _root, numbered: false)).Notice.Code);
    }

    [Fact]
    public void What_cannot_be_a_run_is_told()
    {
        Assert.Equal("FF1262", Assert.Throws<OptionException>(() => RunSummary.Read(_root)).Notice.Code);
        using (RunFolder.Create(Named("iris"), _root)) { }
        foreach (string damage in new[] { "", "{", "[]", "{\"name\":1}", "{\"name\":\"x\",\"name\":" })
        {
            File.WriteAllText(Path.Combine(_root, "iris-1", "run.json"), damage);
            Assert.Equal("FF2480", Assert.Throws<DataException>(() => RunSummary.Read(Path.Combine(_root, "iris-1"))).Notice.Code);
        }
        var notices = new List<Notice>();
        Assert.Empty(RunSummary.List(_root, notices));
        Assert.Single(notices);
        File.WriteAllText(Path.Combine(_root, "plain"), "");
        Assert.Equal("FF4130", Assert.Throws<StorageException>(() => RunFolder.Create(Named("iris"), Path.Combine(_root, "plain"))).Notice.Code);
    }

    [Fact]
    public void Runs_are_chosen_and_sorted_by_figures_and_settings()
    {
        foreach (var (l2, accuracy) in new[] { ("0", 0.95), ("0.001", 0.85), ("0.01", 0.97) })
        {
            using var run = RunFolder.Create(Named("iris") with { Metrics = new Dictionary<string, double> { ["validation.accuracy"] = accuracy }, Tags = ["t" + l2] }, _root);
            run.SaveConfiguration($$"""{ "train": { "l2": {{l2}}, "optimizer": "adam" }, /* a comment */ "model": { "hidden": [64, 32] }, }""");
        }
        var runs = RunSummary.List(_root);
        string Chosen(string where) => string.Join(' ', runs.Where(RunQuery.Parse(where).Accepts).Select(r => r.Record.Name));
        Assert.Equal("iris-2 iris-3", Chosen("l2>0"));
        Assert.Equal("iris-3", Chosen("l2>0 and validation.accuracy>0.9"));
        Assert.Equal("iris-1 iris-2 iris-3", Chosen("train.optimizer=Adam and model.hidden=64,32"));
        Assert.Equal("iris-2", Chosen("tags~0.001"));
        Assert.Equal("iris-1 iris-2", Chosen("l2 <= 1e-3"));
        Assert.Equal("", Chosen("test.accuracy>0"));
        Assert.Equal(["iris-2", "iris-1", "iris-3"], RunQuery.Sort(runs, "validation.accuracy").Select(r => r.Record.Name));
        Assert.Equal(["iris-3", "iris-1", "iris-2"], RunQuery.Sort(runs, "-validation.accuracy").Select(r => r.Record.Name));
        foreach (string wrong in new[] { "l2", "l2>", "l2>>3", "l2=<3", ">3", "l2>0 and " })
            Assert.Equal("FF1263", Assert.Throws<OptionException>(() => RunQuery.Parse(wrong)).Notice.Code);
        Assert.Empty(RunQuery.Parse("note=\">3\"").Choose(runs));
        Assert.Equal(["iris-3"], RunQuery.Parse("l2>0 and validation.accuracy>0.9").Choose(runs).Select(r => r.Record.Name));
        Assert.Empty(RunQuery.Parse("nothing>1").Choose([]));
        var comma = Assert.Throws<OptionException>(() => RunQuery.Parse("validation.accuracy>0,9").Choose(runs)).Notice;
        Assert.Equal("FF1267", comma.Code);
        Assert.Contains("\"0,9\" is no number, and validation.accuracy is one, such as 0.97", comma.Sentence, StringComparison.Ordinal);
        Assert.Empty(RunQuery.Parse("optimizer>0.5").Choose(runs));
        Assert.Equal(3, RunQuery.Parse("name>=iris-1 and l2!=none").Choose(runs).Count);
        var unknown = Assert.Throws<OptionException>(() => RunQuery.Parse("l2>0 and accuraccy>0.9").Choose(runs)).Notice;
        Assert.Equal("FF1264", unknown.Code);
        Assert.Contains("\"accuraccy\". Known: validation.accuracy, train.l2", unknown.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("Did you mean \"validation.accuracy\"?", unknown.Sentence, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"train.l2\"", Assert.Throws<OptionException>(() => RunQuery.Sort(runs, "trainl2")).Notice.Sentence, StringComparison.Ordinal);
    }
}
