using Feedforward;
using Feedforward.Formats;

// feedforward check flowers.csv --target species
var flowers = DataFile.ReadTable("flowers.csv");
foreach (var finding in DataCheck.Run(flowers, "species").Findings)
    Console.WriteLine($"{finding.Severity}: {finding.Notice}");

// feedforward train flowers.csv --target species, stopped in the middle
var (train, validation, test) = flowers.Split(0.70, 0.15, 0.15, seed: 42);
var options = new TrainingOptions { Cost = Cost.LogLikelihood, Optimizer = new Adam(0.003f), Epochs = 20 };
var model = NewModel(train);
var record = new RunRecord { Name = "flowers", Target = "species", Network = model.Network.Summary(), Started = DateTimeOffset.UtcNow };
string path;
using (var run = RunFolder.Create(record))
{
    path = run.Path;
    foreach (var epoch in model.Epochs(train, validation, options))
    {
        run.Log.Epoch(epoch);
        model.Capture().Save(run.Path);
        if (epoch.Number == 8) break;
    }
    run.Update(r => r with { Status = RunStatus.Interrupted, Epochs = 8, BestEpoch = model.BestEpoch });
}

// feedforward train --resume flowers-1
using (var run = RunFolder.Open(path))
{
    var checkpoint = Checkpoint.Load(run.Path);
    Console.WriteLine($"goes on after epoch {checkpoint.Epoch}");
    model = NewModel(train);
    foreach (var epoch in model.Epochs(train, validation, options, resume: checkpoint)) run.Log.Epoch(epoch);
    model.Save(run.At(RunFolder.BestFile));

    // feedforward evaluate flowers-1 (the rows that were set aside)
    var result = Model.Load(run.At(RunFolder.BestFile)).Evaluate(test);
    run.Log.Test(result, model.Pipeline!);
    var figures = new Dictionary<string, double> { ["test.accuracy"] = result.Accuracy!.Value, ["test.cost"] = result.Cost };
    run.Update(r => r with
    {
        Status = RunStatus.Finished,
        Ended = DateTimeOffset.UtcNow,
        Epochs = 20,
        BestEpoch = model.BestEpoch,
        StopReason = model.StopReason,
        WeightsHash = model.WeightsHash,
        Metrics = figures,
    });
    Console.WriteLine(result);
}

// The same as if it had never stopped, bit for bit.
var neverStopped = NewModel(train);
neverStopped.Train(train, validation, options);
Console.WriteLine($"same weights as without the stop: {neverStopped.WeightsHash == model.WeightsHash}");

// feedforward train flowers.csv --target species --cv 5
var folds = new List<Evaluation>();
foreach (var (rest, heldOut) in flowers.Folds(5))
{
    var fold = NewModel(rest);
    fold.Train(rest, null, options);
    folds.Add(fold.Evaluate(heldOut));
}
Console.WriteLine(new CrossValidation(folds));

// feedforward runs --where "test.accuracy>0.9"
var query = RunQuery.Parse("test.accuracy>0.9");
foreach (var run in RunSummary.List().Where(query.Accepts))
    Console.WriteLine($"{run.Record.Name}: {run.Status}, {run.Record.Network}, epoch {run.Record.BestEpoch} of {run.Record.Epochs}, accuracy {run.Value("test.accuracy")}");

static Model NewModel(Table rows)
{
    var pipeline = Pipeline.Fit(rows, target: "species");
    var network = new Network(pipeline.Inputs, new Dense(16, Activation.ReLU), new Dense(pipeline.Outputs, Activation.Softmax));
    return new Model(network, pipeline, seed: 42);
}
