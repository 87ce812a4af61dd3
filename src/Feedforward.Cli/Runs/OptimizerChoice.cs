namespace Feedforward.Cli;

/// <summary>The optimiser that a command line describes.</summary>
internal sealed class OptimizerChoice(Arguments given)
{
    /// <summary>Reads it; a rate that is not given is the recipe's for the recipe's optimiser, else the optimiser's own.</summary>
    internal Optimizer Read(Optimizer recipe)
    {
        string name = Name(recipe);
        RequireOnly(name);
        float? rate = given.Number(TrainFlags.LearningRate);
        float or(float own) => rate ?? (name == recipe.Name ? recipe.LearningRate : own);
        return name switch
        {
            "sgd" => Sgd(or(new Sgd().LearningRate)),
            "rmsprop" => RmsProp(or(new RmsProp().LearningRate)),
            "adamw" => AdamW(rate ?? recipe.LearningRate),
            "lbfgs" => Lbfgs(),
            _ => Adam(or(new Adam().LearningRate)),
        };
    }

    private string Name(Optimizer recipe)
    {
        string name = given.Text(TrainFlags.Optimizer)?.Trim().ToLowerInvariant() ?? (given.Has(TrainFlags.WeightDecay) ? "adamw" : recipe.Name);
        name = name == "l-bfgs" ? "lbfgs" : name;
        if (Optimizer.Names.Contains(name)) return name;
        throw given.Checked<OptionException>(TrainFlags.Optimizer, () =>
            throw Texts.Option("FF9109", Evidence.Of(name), string.Join(", ", Optimizer.Names), Texts.DidYouMean(name, Optimizer.Names)));
    }

    /// <summary>Refuses a flag that the optimiser has no use for.</summary>
    private void RequireOnly(string name)
    {
        foreach (var (flag, optimizers) in new (Flag, string)[]
        {
            (TrainFlags.Momentum, "sgd"), (TrainFlags.Nesterov, "sgd"), (TrainFlags.Rho, "rmsprop"), (TrainFlags.Beta1, "adam"), (TrainFlags.Beta2, "adam"),
            (TrainFlags.Epsilon, "adam, rmsprop"), (TrainFlags.WeightDecay, "adamw"), (TrainFlags.MaxEvaluations, "lbfgs"),
        })
        {
            if (!optimizers.Split(", ").Contains(name)) Refuse(flag, optimizers, name);
        }
        if (name == "lbfgs") Refuse(TrainFlags.LearningRate, string.Join(", ", Optimizer.Names.Where(n => n != name)), name);
    }

    /// <summary>Whoever chooses another optimiser than the configuration's need not change its numbers too: those are left out, with a note.</summary>
    private void Refuse(Flag flag, string optimizers, string name)
    {
        if (!given.Has(flag)) return;
        if (given.OriginOf(flag) > given.OriginOf(TrainFlags.Optimizer)) given.LeaveOut(flag, TrainFlags.Optimizer);
        else throw given.Checked<OptionException>(flag, () => throw Texts.Option("FF9112", flag.Name, optimizers, name));
    }

    private Sgd Sgd(float rate)
    {
        var sgd = given.Checked(TrainFlags.LearningRate, () => new Sgd(rate));
        float momentum = given.Number(TrainFlags.Momentum) ?? (given.Has(TrainFlags.Nesterov) ? 0.9f : 0);
        return given.Checked(TrainFlags.Momentum, () => sgd with { Momentum = momentum, Nesterov = given.Has(TrainFlags.Nesterov) });
    }

    private RmsProp RmsProp(float rate)
    {
        _ = given.Checked(TrainFlags.LearningRate, () => new RmsProp(rate));
        var usual = new RmsProp();
        float rho = given.Number(TrainFlags.Rho) ?? usual.Rho, epsilon = given.Number(TrainFlags.Epsilon) ?? usual.Epsilon;
        _ = given.Checked(TrainFlags.Rho, () => new RmsProp(rate, rho));
        return given.Checked(TrainFlags.Epsilon, () => new RmsProp(rate, rho, epsilon));
    }

    private Adam Adam(float rate)
    {
        var adam = given.Checked(TrainFlags.LearningRate, () => new Adam(rate));
        float beta1 = given.Number(TrainFlags.Beta1) ?? adam.Beta1, beta2 = given.Number(TrainFlags.Beta2) ?? adam.Beta2;
        _ = given.Checked(TrainFlags.Beta1, () => new Adam(rate, beta1));
        _ = given.Checked(TrainFlags.Beta2, () => new Adam(rate, beta1, beta2));
        float epsilon = given.Number(TrainFlags.Epsilon) ?? adam.Epsilon;
        return given.Checked(TrainFlags.Epsilon, () => new Adam(rate, beta1, beta2, epsilon));
    }

    private AdamW AdamW(float rate)
    {
        _ = given.Checked(TrainFlags.LearningRate, () => new AdamW(rate));
        float decay = given.Number(TrainFlags.WeightDecay) ?? new AdamW().WeightDecay;
        return given.Checked(TrainFlags.WeightDecay, () => new AdamW(rate, decay));
    }

    private Lbfgs Lbfgs() =>
        given.Whole(TrainFlags.MaxEvaluations) is { } most
            ? given.Checked(TrainFlags.MaxEvaluations, () => new Lbfgs(MaxEvaluations: most))
            : new Lbfgs();
}
