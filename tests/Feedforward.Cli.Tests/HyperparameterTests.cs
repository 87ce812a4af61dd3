namespace Feedforward.Cli.Tests;

/// <summary>scikit-learn's twenty bad hyper-parameters (item S35), and those of our own flags: refused before any work, by name, value and range.</summary>
public class HyperparameterTests
{
    public static TheoryData<string, string> Bad => new()
    {
        // S35.
        { "--hidden -1", "\"-1\" is out of range: expected numbers of units ≥ 1" },
        { "--epochs -1", "epochs = -1 is out of range: expected ≥ 1" },
        { "--l2 -1", "l2 = -1 is out of range: expected a finite number ≥ 0" },
        { "--lr -1", "learning rate = -1 is out of range: expected a finite number > 0" },
        { "--optimizer sgd --momentum 2", "momentum = 2 is out of range: expected 0 ≤ momentum < 1" },
        { "--optimizer sgd --momentum -0.5", "momentum = -0.5 is out of range" },
        { "--nesterov=invalid", "--nesterov only switches something on: it takes no value, and \"invalid\" is one" },
        { "--patience invalid", "\"invalid\" is out of range: expected a whole number" },
        { "--patience -1", "patience = -1 is out of range: expected ≥ 0" },
        { "--validation 1.0", "\"1.0\" is not a size of a part" },
        { "--validation -0.5", "\"-0.5\" is not a size of a part" },
        { "--optimizer adam --beta1 1", "beta1 = 1 is out of range: expected 0 ≤ beta1 < 1" },
        { "--optimizer adam --beta1 -0.5", "beta1 = -0.5 is out of range" },
        { "--optimizer adam --beta2 1", "beta2 = 1 is out of range: expected 0 ≤ beta2 < 1" },
        { "--optimizer adam --beta2 -0.5", "beta2 = -0.5 is out of range" },
        { "--optimizer adam --epsilon -0.5", "epsilon = -0.5 is out of range: expected a finite number > 0" },
        { "--optimizer hadoken", "\"hadoken\" is none of those allowed: sgd, rmsprop, adam, adamw, lbfgs" },
        { "--schedule converge", "There is no schedule \"converge\". Schedules: constant" },
        { "--activation cloak", "There is no activation \"cloak\". Activations: identity, sigmoid" },
        { "--seed true", "\"true\" is out of range: expected a whole number ≥ 0" },

        // Our own.
        { "--hidden 8,0", "\"8,0\" is out of range" },
        { "--hidden 8,x", "\"8,x\" is out of range" },
        { "--hidden 8,8 --activation relu,tanh,relu", "3 activations are given for 2 hidden layers" },
        { "--activation relu(2)", "relu does not take these numbers" },
        { "--activation leaky-relu(2)", "leaky-relu slope = 2 is out of range: expected 0 ≤ slope < 1" },
        { "--output softmax --cost quadratic", "quadratic does not go with the output activation softmax" },
        { "--hidden 4 --activation softmax", "Softmax stands at layer 1 of 2" },
        { "--cost mse", "There is no cost \"mse\". Costs: quadratic, cross-entropy, log-likelihood" },
        { "--init magic", "There is no initialiser \"magic\". Initialisers:" },
        { "--lr 0", "learning rate = 0 is out of range" },
        { "--lr NaN", "learning rate = NaN is out of range" },
        { "--lr 1e400", "learning rate = Infinity is out of range" },
        { "--lr 0,1", "\"0,1\" is out of range or no number" },
        { "--batch -1", "batch = -1 is out of range: expected ≥ 0" },
        { "--epochs 0", "epochs = 0 is out of range: expected ≥ 1" },
        { "--epochs 1.5", "\"1.5\" is out of range: expected a whole number" },
        { "--l1 -1", "l1 = -1 is out of range" },
        { "--nielsen-lambda -1", "l2 = -1 is out of range" },
        { "--l2 1 --nielsen-lambda 1", "--l2 and --nielsen-lambda" },
        { "--weight-decay -1", "weight decay = -1 is out of range" },
        { "--l2 0.1 --weight-decay 0.1", "L2 (0.1) and decoupled weight decay (0.1)" },
        { "--dropout 1", "dropout = 1 is out of range: expected 0 ≤ dropout < 1" },
        { "--input-dropout -0.1", "input dropout = -0.1 is out of range" },
        { "--max-norm 0", "max norm = 0 is out of range" },
        { "--clip -1", "clip = -1 is out of range" },
        { "--smoothing 1", "smoothing = 1 is out of range: expected 0 ≤ smoothing < 1" },
        { "--optimizer sgd --rho 0.5", "--rho goes with the optimizer rmsprop, not with sgd" },
        { "--momentum 0.9", "--momentum goes with the optimizer sgd, not with adam" },
        { "--optimizer rmsprop --rho 1", "rho = 1 is out of range" },
        { "--optimizer lbfgs --lr 0.1", "--lr goes with the optimizer" },
        { "--optimizer lbfgs --max-evaluations 0", "max evaluations = 0 is out of range" },
        { "--optimizer lbfgs --dropout 0.5", "L-BFGS looks at all rows" },
        { "--threads -1", "threads = -1 is out of range" },
        { "--backend gpu", "There is no back end \"gpu\". Back ends: simd, reference" },
        { "--limit 0", "\"0\" is out of range: expected a whole number ≥ 1" },
        { "--test 2.5", "\"2.5\" is not a size of a part" },
        { "--split time", "\"time\" is no way to split" },
        { "--scale 100", "\"100\" is none of those allowed: 255, 256" },
        { "--task guess", "\"guess\" is none of those allowed: classification, multi-label, regression" },
        { "--scaling none", "\"none\" is none of those allowed: standardize, min-max, robust" },
        { "--ignore colr", "No column \"colr\"" },
        { "--ignore kind", "Column \"kind\" is the target" },
        { "--test-data rows.csv --test 0.1", "--test-data and --test" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void S35_a_bad_hyper_parameter_is_refused_by_name_value_and_range_and_nothing_is_written(string flags, string sentence)
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("points.csv", Samples.Points());
        var result = Cli.Run(["train", data, "--target", "kind", "--out", folder.At("m.safetensors"), .. flags.Split(' ')]).Expect(2);
        result.Says(sentence);
        string flag = flags.Split(' ', '=')[^2];
        if (result.Error.Contains("out of range", StringComparison.Ordinal)) Assert.Contains(flag, result.Error, StringComparison.Ordinal);
        Assert.Equal(["points.csv"], folder.Files);
        Assert.Equal("", result.Out);
    }

    [Theory]
    [InlineData("--lr -1", "error FF1001: --lr:")]
    [InlineData("--l2 -1", "error FF1001: --l2:")]
    [InlineData("--hidden -1", "error FF9110: --hidden:")]
    public void Values_are_refused_before_the_data_are_looked_for(string flags, string sentence) =>
        Cli.Run(["train", "no-such-file.csv", "--target", "kind", .. flags.Split(' ')]).Expect(2).Says(sentence);
}
