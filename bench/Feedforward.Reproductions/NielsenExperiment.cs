namespace Feedforward.Reproductions;

/// <summary>One row of the book: what to run, what the book says, and what to compare with it.</summary>
internal sealed record NielsenExperiment(string Section, string Name, string Flags, string Book)
{
    private const string Sigmoid = "--activation sigmoid --output sigmoid --optimizer sgd --batch 10 --scale 256 --patience 0";
    private const string OnTest = "--limit 50000 --validation test";

    private static string Quadratic(string hidden, string lr) =>
        $"mnist --hidden {hidden} {Sigmoid} --cost quadratic --init nielsen-large --lr {lr} --epochs 30 {OnTest}";

    private static string CrossEntropy(string hidden, string lr, int epochs, string init, string rest) =>
        $"mnist --hidden {hidden} {Sigmoid} --cost cross-entropy --init {init} --lr {lr} --epochs {epochs} {rest}";

    internal static readonly IReadOnlyList<NielsenExperiment> All =
    [
        new("Quadratic cost (chapter 1)", "784-30-10, η 3", Quadratic("30", "3"), "95.42 (best of three runs, peak)"),
        new("Quadratic cost (chapter 1)", "784-100-10, η 3", Quadratic("100", "3"), "96.59 (\"quite some variation\")"),
        new("Cross-entropy (chapter 3)", "784-30-10, η 0.5", CrossEntropy("30", "0.5", 30, "nielsen-large", OnTest), "95.49"),
        new("Cross-entropy (chapter 3)", "784-100-10, η 0.5", CrossEntropy("100", "0.5", 30, "nielsen-large", OnTest), "96.82"),
        new("Over-fitting on 1,000 images (chapter 3)", "784-30-10, η 0.5, 400 epochs",
            CrossEntropy("30", "0.5", 400, "nielsen-large", "--limit 1000 --validation test --measure-training"), "82.27 peak; training 100"),
        new("Over-fitting on 1,000 images (chapter 3)", "the same with λ 0.1",
            CrossEntropy("30", "0.5", 400, "nielsen-large", "--limit 1000 --validation test --measure-training --nielsen-lambda 0.1"), "87.1 peak"),
        new("L2 (chapter 3)", "784-30-10, η 0.5, λ 5", CrossEntropy("30", "0.5", 30, "nielsen-large", OnTest + " --nielsen-lambda 5"), "96.49 peak"),
        new("L2 (chapter 3)", "784-100-10, η 0.5, λ 5, on validation", CrossEntropy("100", "0.5", 30, "nielsen-large", "--validation last:10000 --nielsen-lambda 5"), "97.92"),
        new("L2 (chapter 3)", "784-100-10, η 0.1, λ 5, 60 epochs, on validation", CrossEntropy("100", "0.1", 60, "nielsen-large", "--validation last:10000 --nielsen-lambda 5"), "98.04"),
        .. new[] { "30", "100" }.SelectMany(hidden => new[] { "nielsen", "nielsen-large" }.Select(init => new NielsenExperiment(
            "Initialisation (chapter 3), on validation", $"784-{hidden}-10, η 0.1, λ 5, {init}",
            CrossEntropy(hidden, "0.1", 30, init, "--validation last:10000 --nielsen-lambda 5"),
            (hidden, init) switch
            {
                ("30", "nielsen") => "92.70, 94.14, 94.70, 95.04 … 96.50",
                ("30", _) => "86.43, 90.44, 91.41, 92.31 … 96.37",
                (_, "nielsen") => "92.95, 94.81, 95.47 … 97.81",
                _ => "89.94, 91.81, 92.60 … 97.42",
            }))),
        .. new[] { ("0.025", "0.878 → 0.3392, falling all the way"), ("0.25", "0.495 → ~0.33, flat after 20"), ("2.5", "oscillates 0.72–1.14, ends 0.861") }.Select(rate =>
            new NielsenExperiment("Three learning rates (chapter 3)", $"784-30-10, λ 5, η {rate.Item1}",
                CrossEntropy("30", rate.Item1, 30, "nielsen", "--validation last:10000 --nielsen-lambda 5 --measure-training"), rate.Item2)),
        .. new[] { ("30,30", "0.0657, 0.3092"), ("30,30,30", "0.0118, 0.0600, 0.2831"), ("30,30,30,30", "0.0030, 0.0171, 0.0695, 0.2851") }.Select(net =>
            new NielsenExperiment("Speed of learning by layer (chapter 5)", $"784-{net.Item1.Replace(',', '-')}-10, all 1,000 rows at once, 500 epochs",
                CrossEntropy(net.Item1, "0.1", 500, "nielsen", "--limit 1000 --validation last:10000 --nielsen-lambda 5").Replace("--batch 10", "--batch 0", StringComparison.Ordinal),
                net.Item2 + " at the start")),
    ];
}
