namespace Feedforward.Tests.Training;

/// <summary>Bad hyper-parameters are refused where they are set, before any work.</summary>
public class HyperParameterTests
{
    private static readonly (string Name, string Value, string Range, Func<object> Set)[] Bad =
    [
        ("units", "-1", "≥ 1", () => new Dense(-1, Activation.ReLU)),
        ("inputs", "0", "≥ 1", () => new Network(0, new Dense(1, Activation.ReLU))),
        ("epochs", "-1", "≥ 1", () => new TrainingOptions { Epochs = -1 }),
        ("epochs", "0", "≥ 1", () => new TrainingOptions { Epochs = 0 }),
        ("batch", "-1", "≥ 0", () => new TrainingOptions { Batch = -1 }),
        ("l2", "-1", "≥ 0", () => new L2(-1)),
        ("l1", "-1", "≥ 0", () => new L1(-1)),
        ("learning rate", "-1", "> 0", () => new Sgd(-1)),
        ("learning rate", "0", "> 0", () => new Adam(0)),
        ("learning rate", "NaN", "> 0", () => new RmsProp(float.NaN)),
        ("momentum", "2", "0 ≤ momentum < 1", () => new Sgd { Momentum = 2 }),
        ("momentum", "-0.5", "0 ≤ momentum < 1", () => new Sgd { Momentum = -0.5f }),
        ("rho", "1", "0 ≤ rho < 1", () => new RmsProp(Rho: 1)),
        ("rho", "-0.5", "0 ≤ rho < 1", () => new RmsProp(Rho: -0.5f)),
        ("beta1", "1", "0 ≤ beta1 < 1", () => new Adam(Beta1: 1)),
        ("beta1", "-0.5", "0 ≤ beta1 < 1", () => new Adam(Beta1: -0.5f)),
        ("beta2", "1", "0 ≤ beta2 < 1", () => new Adam(Beta2: 1)),
        ("beta2", "-0.5", "0 ≤ beta2 < 1", () => new Adam(Beta2: -0.5f)),
        ("epsilon", "-0.5", "> 0", () => new Adam(Epsilon: -0.5f)),
        ("epsilon", "0", "> 0", () => new RmsProp(Epsilon: 0)),
        ("weight decay", "-0.1", "≥ 0", () => new AdamW(WeightDecay: -0.1f)),
        ("patience", "-1", "≥ 0", () => new EarlyStopping(-1)),
        ("minimum improvement", "-0.5", "≥ 0", () => new EarlyStopping(1, -0.5)),
        ("dropout", "1", "0 ≤ dropout < 1", () => new Dense(1, Activation.ReLU) { Dropout = 1 }),
        ("input dropout", "-0.5", "0 ≤ dropout < 1", () => new Network(1, new Dense(1, Activation.ReLU)) { InputDropout = -0.5f }),
        ("smoothing", "1", "0 ≤ smoothing < 1", () => new TrainingOptions { LabelSmoothing = 1 }),
        ("clip", "0", "> 0", () => new TrainingOptions { Clip = 0 }),
        ("max norm", "-1", "> 0", () => new TrainingOptions { MaxNorm = -1 }),
        ("history", "0", "1 ≤ history ≤ 100", () => new Lbfgs(History: 0)),
        ("max evaluations", "-1", "≥ 1", () => new Lbfgs(MaxEvaluations: -1)),
        ("leaky-relu slope", "1", "0 ≤ slope < 1", () => Activation.Leaky(1)),
        ("elu alpha", "-1", "alpha > 0", () => Activation.EluWith(-1)),
        ("schedule step: epochs", "0", "≥ 1", () => Schedule.Step(0)),
        ("schedule exponential: factor", "1.5", "0 < factor ≤ 1", () => Schedule.Exponential(1.5f)),
        ("schedule one-cycle: rise", "1", "0 < rise < 1", () => Schedule.OneCycle(1)),
        ("threads", "-1", "0 … 1024", () => Feedforward.Backends.Backend.Create("simd", -1)),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Bad.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void S35_a_bad_hyper_parameter_is_refused_with_its_name_value_and_range(int number)
    {
        var (name, value, range, set) = Bad[number];
        var error = Assert.Throws<OptionException>(set);
        Assert.Equal("FF1001", error.Code);
        foreach (string word in new[] { name, value, range }) Assert.Contains(word, error.Notice.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void S35_an_unknown_name_is_refused_and_all_names_are_given()
    {
        foreach (var (code, names, parse) in new (string, IEnumerable<string>, Func<object>)[]
        {
            ("FF1101", Activation.All.Select(a => a.Name), () => Activation.Parse("reluu")),
            ("FF1103", Cost.All.Select(c => c.Name), () => Cost.Parse("quadratik")),
            ("FF1105", Initializer.All.Select(i => i.Name), () => Initializer.Parse("hee")),
            ("FF1003", Schedule.All.Select(s => s.Name), () => Schedule.Parse("cosinus")),
            ("FF1007", Feedforward.Backends.Backend.Names, () => Feedforward.Backends.Backend.Create("sims")),
        })
        {
            var error = Assert.Throws<OptionException>(parse);
            Assert.Equal(code, error.Code);
            Assert.All(names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
            Assert.Contains("Did you mean", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_that_make_no_sense_together_are_refused_before_any_work()
    {
        var data = TrainingData.Classes();
        var numbers = Dataset.FromRows([1, 2, 3, 4], 4, [1, 2, 3], 3);
        Refused("FF1004", new TrainingOptions { Penalty = new L2(0.1f), Optimizer = new AdamW() }, data);
        Refused("FF1005", new TrainingOptions { LabelSmoothing = 0.1f, Cost = Cost.LogLikelihood }, numbers);
        var lbfgs = new TrainingOptions { Optimizer = new Lbfgs() };
        foreach (var (what, options) in new[]
        {
            ("l1", lbfgs with { Penalty = new L1(0.1f) }), ("clip", lbfgs with { Clip = 1 }), ("max norm", lbfgs with { MaxNorm = 1 }),
            ("schedule", lbfgs with { Schedule = Schedule.Cosine() }),
        })
            Assert.Contains(what, Refused("FF1006", options, data), StringComparison.Ordinal);
        Assert.Contains("dropout", Assert.Throws<OptionException>(() => TrainingData.Trainer(lbfgs, TrainingData.Dropping).Epochs(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_does_not_fit_the_network_is_refused_with_both_numbers()
    {
        var options = new TrainingOptions();
        Data("FF2311", options, Dataset.From([1, 2, 3], 3, [0], 3), "4", "3");
        Data("FF2313", options, Dataset.From([1, 2, 3, 4], 4, [0], 7), "3", "7");
        var nan = Assert.Throws<DataException>(() => TrainingData.Trainer(options).Epochs(TrainingData.Classes(), Dataset.From([1, 2, 3], 3, [0], 3)));
        Assert.Equal("FF2311", nan.Code);
    }

    private static string Refused(string code, TrainingOptions options, Dataset data)
    {
        var error = Assert.Throws<OptionException>(() => TrainingData.Trainer(options).Epochs(data));
        Assert.Equal(code, error.Code);
        return error.Message;
    }

    private static void Data(string code, TrainingOptions options, Dataset data, params string[] words)
    {
        var error = Assert.Throws<DataException>(() => TrainingData.Trainer(options).Epochs(data));
        Assert.Equal(code, error.Code);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
