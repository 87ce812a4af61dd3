using static Feedforward.Cli.FlagGroup;

namespace Feedforward.Cli;

/// <summary>The flags of <c>train</c>; other commands take some of them too.</summary>
internal static class TrainFlags
{
    internal static readonly Flag
        Target = new("--target", Data, "COLUMNS") { Synonyms = ["--label", "--label-col", "--label-column", "--y"] },
        Task = new("--task", Data, "classification|multi-label|regression"),
        Ignore = new("--ignore", Data, "COLUMNS") { Synonyms = ["--drop", "--ignore-columns"] },
        Use = new("--use", Data, "COLUMNS"),
        Types = new("--types", Data, "COLUMN=TYPE,…"),
        Scaling = new("--scaling", Data, "standardize|min-max|robust"),
        Scale = new("--scale", Data, "255|256"),
        Validation = new("--validation", Data, "SIZE|FILE|test") { Synonyms = ["--validation-fraction", "--validation_fraction", "--val"] },
        Test = new("--test", Data, "SIZE"),
        TestData = new("--test-data", Data, "FILE"),
        Split = new("--split", Data, "RULE"),
        Folds = new("--cv", Data, "FOLDS") { Synonyms = ["--folds", "--kfold", "--k-fold"] },
        WeightColumn = new("--weight-column", Data, "COLUMN") { Synonyms = ["--sample-weight", "--sample_weight"] },
        ClassWeights = new("--class-weights", Data, "balanced|CLASS=W,…") { Synonyms = ["--class-weight", "--class_weight"] },
        Limit = new("--limit", Data, "N"),
        DataDir = new("--data-dir", Data, "FOLDER"),
        Separator = new("--separator", Data, "CHARACTER") { Synonyms = ["--sep", "--delimiter"] },
        Decimal = new("--decimal", Data, ".|,"),
        Encoding = new("--encoding", Data, "NAME"),
        Hidden = new("--hidden", FlagGroup.Network, "UNITS") { Synonyms = ["--hidden-layer-sizes", "--hidden_layer_sizes", "--layers", "--hidden-layers"] },
        Activation = new("--activation", FlagGroup.Network, "NAME") { Shape = Shape.Text | Shape.List, Synonyms = ["--activations"] },
        Output = new("--output", FlagGroup.Network, "NAME") { Synonyms = ["--output-activation"] },
        Init = new("--init", FlagGroup.Network, "NAME") { Shape = Shape.Text | Shape.List, Synonyms = ["--initializer", "--initialiser", "--weights"] },
        Cost = new("--cost", Training, "NAME") { Synonyms = ["--loss", "--objective"] },
        Optimizer = new("--optimizer", Training, "NAME") { Synonyms = ["--solver", "--optimiser"] },
        LearningRate = new("--lr", Training, "RATE") { Synonyms = ["--eta", "--learning-rate", "--learning_rate", "--learning-rate-init", "--learning_rate_init"] },
        Momentum = new("--momentum", Training, "M"),
        Nesterov = new("--nesterov", Training) { Synonyms = ["--nesterovs-momentum"] },
        Rho = new("--rho", Training, "R"),
        Beta1 = new("--beta1", Training, "B") { Synonyms = ["--beta-1", "--beta_1"] },
        Beta2 = new("--beta2", Training, "B") { Synonyms = ["--beta-2", "--beta_2"] },
        Epsilon = new("--epsilon", Training, "E"),
        MaxEvaluations = new("--max-evaluations", Training, "N") { Synonyms = ["--max-fun", "--max_fun", "--max-evals"] },
        Schedule = new("--schedule", Training, "NAME"),
        Batch = new("--batch", Training, "ROWS") { Synonyms = ["--batch-size", "--batch_size", "--mini-batch-size", "--mini_batch_size"] },
        Epochs = new("--epochs", Training, "N") { Synonyms = ["--max-iter", "--max_iter"] },
        Patience = new("--patience", Training, "EPOCHS") { Synonyms = ["--n-iter-no-change", "--n_iter_no_change"] },
        Clip = new("--clip", Training, "NORM"),
        MeasureTraining = new("--measure-training", Training),
        Seed = new("--seed", Training, "N") { Synonyms = ["--random-state", "--random_state"] },
        Threads = new("--threads", Training, "N") { Synonyms = ["--n-jobs"] },
        Backend = new("--backend", Training, "simd|reference"),
        L1 = new("--l1", Overfitting, "STRENGTH"),
        L2 = new("--l2", Overfitting, "STRENGTH") { Synonyms = ["--alpha"] },
        NielsenLambda = new("--nielsen-lambda", Overfitting, "LAMBDA") { Synonyms = ["--lmbda", "--lambda"] },
        WeightDecay = new("--weight-decay", Overfitting, "STRENGTH") { Synonyms = ["--weight_decay"] },
        Dropout = new("--dropout", Overfitting, "SHARE"),
        InputDropout = new("--input-dropout", Overfitting, "SHARE"),
        MaxNorm = new("--max-norm", Overfitting, "NORM") { Synonyms = ["--max_norm"] },
        Smoothing = new("--smoothing", Overfitting, "SHARE") { Synonyms = ["--label-smoothing"] },
        InitFrom = new("--init-from", Training, "RUN|FILE"),
        Resume = new("--resume", FlagGroup.Output, "RUN"),
        Time = new("--time", FlagGroup.Output, "DURATION"),
        CheckpointEvery = new("--checkpoint-every", FlagGroup.Output, "SECONDS"),
        Name = new("--name", FlagGroup.Output, "NAME"),
        Tag = new("--tag", FlagGroup.Output, "WORDS"),
        Note = new("--note", FlagGroup.Output, "TEXT"),
        RunsDir = new("--runs-dir", FlagGroup.Output, "FOLDER"),
        Set = new("--set", FlagGroup.Output, "KEY=VALUE") { Many = true },
        DryRun = new("--dry-run", FlagGroup.Output),
        Out = new("--out", FlagGroup.Output, "FILE") { Short = ["-o"] },
        Force = new("--force", FlagGroup.Output) { Short = ["-f"] },
        Profile = new("--profile", FlagGroup.Output),
        Json = new("--json", FlagGroup.Output),
        Quiet = new("--quiet", FlagGroup.Output) { Short = ["-q"] };

    /// <summary>What says how a file is written, where that is not to be found out.</summary>
    internal static readonly IReadOnlyList<Flag> Reading = [Separator, Decimal, Encoding];

    /// <summary>What says which rows are for what.</summary>
    internal static readonly IReadOnlyList<Flag> Rows =
        [Target, Task, Ignore, Use, Types, Scaling, Scale, Validation, Test, TestData, Split, Folds, WeightColumn, ClassWeights, Limit, DataDir, PictureFlags.Size, PictureFlags.Color, .. Reading];

    /// <summary>What says what the network is.</summary>
    internal static readonly IReadOnlyList<Flag> Networks = [Hidden, Activation, Output, Init];

    /// <summary>All of them, in the order of the help.</summary>
    internal static readonly IReadOnlyList<Flag> All =
    [
        .. Rows, .. Networks,
        Cost, Optimizer, LearningRate, Momentum, Nesterov, Rho, Beta1, Beta2, Epsilon, MaxEvaluations, Schedule, Batch, Epochs, Patience, Clip,
        MeasureTraining, InitFrom, Seed, Threads, Backend,
        L1, L2, NielsenLambda, WeightDecay, Dropout, InputDropout, MaxNorm, Smoothing,
        Resume, Time, CheckpointEvery, Name, Tag, Note, RunsDir, Set, DryRun, Out, Force, Profile, Json, Quiet,
    ];
}
