using Feedforward.Pictures;

namespace Feedforward.Studio.Learn.Labs;

// The words: the equation of each stop, what has happened, the table and the code.
public partial class BackpropagationLab
{
    /// <inheritdoc/>
    public override string Happened()
    {
        var m = Look(0);
        int step = Session!.Shown(0).Index;
        switch (Stop)
        {
            case "forward":
                return Texts.Get("lab.backpropagation.now.forward", step, List(m.Neurons(m.Last).Select(n => m.A(n))), List(m.Neurons(m.Last).Select(m.Target)), Short(m.Frame.Cost));
            case "bp1":
                var output = m.Neurons(m.Last).MaxBy(n => Math.Abs(m.Delta(n)));
                return Texts.Get("lab.backpropagation.now.bp1", step, output.Name("δ"), Short(m.A(output)), Short(m.Target(output)), Short(m.Delta(output)));
            case "bp2":
                var hidden = m.Neurons(1).MaxBy(n => Math.Abs(m.Delta(n)));
                return m.Delta(hidden) == 0 ? Texts.Get("lab.backpropagation.now.bp2-zero", step)
                    : Texts.Get("lab.backpropagation.now.bp2", step, hidden.Name("δ"), Short(m.Delta(hidden)), Short(m.Slope(hidden)));
            case "bp4":
                var weights = Enumerable.Range(0, m.Last).SelectMany(m.Weights).OrderByDescending(w => Math.Abs(m.Gradient(w))).ToList();
                return Texts.Get("lab.backpropagation.now.bp4", step, weights[0].Name(), Short(m.Gradient(weights[0])), weights[^1].Name(), Short(m.Gradient(weights[^1])));
            case "update":
                return Texts.Get("lab.backpropagation.now.update", step + 1, State.Text("eta"), Numbers.Value(m.Frame.Cost, 7), Numbers.Value(m.NextCost, 7));
            default:
                return Verdict(0);
        }
    }

    /// <summary>What the gradient check says, in one sentence: whether something is wrong, and whose fault it is.</summary>
    private string Verdict(int lane)
    {
        var report = Check(lane, State.Text("bug"));
        var worst = report.Differences[0];
        var wrong = report.Differences.Where(d => !(d.Ratio <= 1)).ToList();
        bool isPlanted = State.Text("bug") != "none";
        string key = (wrong.Count, isPlanted) switch { (0, false) => "passed", (0, true) => "unseen", (_, false) => "coarse", _ => Check(lane, "none").Passed ? "caught" : "useless" };
        string tensors = string.Join(", ", wrong.Select(d => d.Tensor).Distinct().Order().Select(TensorName));
        return Texts.Get("lab.backpropagation.verdict." + key, wrong.Count, report.Differences.Count, NameOf(worst), Numbers.Value(worst.Analytic, 7), Numbers.Value(worst.Numerical, 7), Numbers.Value(worst.Ratio, 2), tensors);
    }

    private static string TensorName(string tensor)
    {
        int layer = int.Parse(tensor.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);
        return (tensor.EndsWith("weight", StringComparison.Ordinal) ? "W" : "b") + Symbols.Upper(layer + 1);
    }

    private static string SaysKey(NetworkMoment m, string stop) => stop == "bp1" && m.Cancels ? "bp1-cancels" : stop;

    private static string RowText(NetworkMoment m, int row) =>
        $"({List(m.Neurons(0).Select(n => m.A(n, row)))}) → ({List(Enumerable.Range(0, m.Units(m.Last)).Select(k => (double)m.Frame.Targets[row, k]))})";

    private static string Reading(NetworkMoment m) => Texts.Get("lab.backpropagation.reading", m.Network.Summary(), Short(m.Frame.Cost));

    /// <summary>The equation of a stop for whole layers; each letter stands for the layer that is looked at.</summary>
    private IReadOnlyList<IReadOnlyList<Piece>> Equation(NetworkMoment m)
    {
        int column = ColumnOf(m);
        Piece Neurons(string text, int at) => new(text, [.. m.Neurons(at)], []);
        Piece Weights(string text, int layer) => new(text, [], [.. m.Weights(layer)]);
        return Stop switch
        {
            "forward" => [[Neurons("zˡ", column), " = ", Neurons("aˡ⁻¹", column - 1), " ", Weights("Wˡ", column - 1), " + ", Neurons("bˡ", column), ",   ", Neurons("aˡ", column), " = f(", Neurons("zˡ", column), ")"]],
            "bp1" when m.Cancels => [["BP1   ", Neurons("δᴸ", m.Last), " = ", Neurons("aᴸ", m.Last), " − ", Neurons("y", m.Last)]],
            "bp1" => [["BP1   ", Neurons("δᴸ", m.Last), " = (", Neurons("aᴸ", m.Last), " − ", Neurons("y", m.Last), ") ⊙ f′(", Neurons("zᴸ", m.Last), ")"]],
            "bp2" => [["BP2   ", Neurons("δˡ", column), " = (", Neurons("δˡ⁺¹", column + 1), " (", Weights("Wˡ⁺¹", column), ")ᵀ) ⊙ f′(", Neurons("zˡ", column), ")"]],
            "bp4" => [["BP3   ∂C/∂", Neurons("bˡ", column), " = ", Neurons("δˡ", column), ",   BP4   ∂C/∂", Weights("Wˡ", column - 1), " = (", Neurons("aˡ⁻¹", column - 1), ")ᵀ ", Neurons("δˡ", column)]],
            _ => [[Weights("Wˡ", column - 1), " ← ", Weights("Wˡ", column - 1), " − η ∂C/∂", Weights("Wˡ", column - 1)]],
        };
    }

    /// <inheritdoc/>
    public override PictureTable Table()
    {
        var m = Look(0);
        var neurons = Enumerable.Range(0, m.Last + 1).SelectMany(m.Neurons).Select(n => (IReadOnlyList<string>)
            [n.Name(), n.Column == 0 ? "" : Exact(m.Z(n)), Exact(m.A(n)), n.Column == 0 ? "" : Exact(m.Delta(n)), "", "", ""]);
        var weights = Enumerable.Range(0, m.Last).SelectMany(m.Weights).Select(w => (IReadOnlyList<string>)
            [w.Name(), "", "", "", Exact(m.Weight(w)), Exact(m.Gradient(w)), Exact(m.NextWeight(w))]);
        var biases = Enumerable.Range(1, m.Last).SelectMany(m.Neurons).Select(n => (IReadOnlyList<string>)
            [n.Name("b"), "", "", "", Exact(m.Bias(n)), Exact(m.BiasGradient(n)), Exact(m.NextBias(n))]);
        return new PictureTable(["", "z", "a", "δ", "w, b", "∂C/∂w, ∂C/∂b", Texts.Get("lab.backpropagation.next")], [.. neurons, .. weights, .. biases]);
    }

    /// <inheritdoc/>
    public override string Code()
    {
        bool isMazur = State.Text("start") == "mazur", isXor = State.Text("data") == "xor";
        string start = State.Text("start") == "random" ? $"Parameters.Initialize(network, seed: {State.Text("seed")})" : "new Parameters(new ParameterLayout(network))";
        string numbers = isMazur ? """

            parameters.Weights(0).Set([0.15f, 0.25f, 0.20f, 0.30f]);
            parameters.Weights(1).Set([0.40f, 0.50f, 0.45f, 0.55f]);
            parameters.Biases(0).Set([0.35f, 0.35f]);
            parameters.Biases(1).Set([0.60f, 0.60f]);
            """ : "";
        return $$"""
            using Feedforward;
            using Feedforward.Backends;

            var network = new Network(2, new Dense({{(isMazur ? "2" : State.Text("hidden"))}}, Activation.Parse("{{State.Text("activation")}}")), new Dense(2, Activation.{{(State.Text("cost") == "log-likelihood" ? "Softmax" : "Sigmoid")}}));
            var parameters = {{start}};{{numbers}}

            var workspace = new Workspace(network, capacity: {{(isXor ? "4" : "1")}});
            workspace.Batch.Set({{(isXor ? "[0, 0, 0, 1, 1, 0, 1, 1]" : "[0.05f, 0.10f]")}});
            workspace.Targets.Set({{(isXor ? "[1, 0, 0, 1, 0, 1, 1, 0]" : "[0.01f, 0.99f]")}});

            var cost = Cost.Parse("{{State.Text("cost")}}");
            var gradient = new Parameters(parameters.Layout);
            Backpropagation.Forward(Backend.Default, parameters, workspace);
            Backpropagation.Backward(Backend.Default, cost, parameters, workspace, gradient);
            for (int l = 0; l < network.Layers.Count; l++)
            {
                Console.WriteLine($"δ{l + 1}      {string.Join("  ", workspace.Errors(l).ToArray())}");
                Console.WriteLine($"∂C/∂W{l + 1}  {string.Join("  ", gradient.Weights(l).ToArray())}");
            }
            Console.WriteLine(GradientCheck.Run(Backend.Default, cost, Penalty.None, parameters, workspace));
            """;
    }

    private static string List(IEnumerable<double> values) => string.Join(", ", values.Select(Short));

    private static string Short(double value) => Numbers.Value(value, 4);

    private static string Exact(double value) => Numbers.Value(value, 9);
}
