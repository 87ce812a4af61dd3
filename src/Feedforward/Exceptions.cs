namespace Feedforward;

/// <summary>The base of every error that this library raises on purpose: a <see cref="Feedforward.Notice"/> that was thrown.</summary>
public abstract class FeedforwardException(Notice notice, Exception? inner = null) : Exception(notice.ToString(), inner)
{
    /// <summary>What happened, where, and what to do.</summary>
    public Notice Notice { get; } = notice;

    /// <summary>The notice's code, for example <c>FF1203</c>.</summary>
    public string Code => Notice.Code;
}

/// <summary>An option, a network or a request makes no sense: nothing was started. (Exit code 2 of the command.)</summary>
public sealed class OptionException(Notice notice, Exception? inner = null) : FeedforwardException(notice, inner);

/// <summary>The data cannot be used as it is. (Exit code 3 of the command.)</summary>
public sealed class DataException(Notice notice, Exception? inner = null) : FeedforwardException(notice, inner);

/// <summary>A model file is damaged, forged, or of a later format. (Exit code 3 of the command.)</summary>
public sealed class ModelFileException(Notice notice, Exception? inner = null) : FeedforwardException(notice, inner);

/// <summary>A result could not be written; what was there before is untouched. (Exit code 4 of the command.)</summary>
public sealed class StorageException(Notice notice, Exception? inner = null) : FeedforwardException(notice, inner);

/// <summary>Training produced a number that is not finite and stopped at once. (Exit code 4 of the command.)</summary>
public sealed class DivergenceException(Notice notice, int epoch, int batch, string where) : FeedforwardException(notice)
{
    /// <summary>Epoch, counted from 1.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>Batch within the epoch, counted from 1.</summary>
    public int Batch { get; } = batch;

    /// <summary>The first tensor that held a number that is not finite, for example <c>layer 2 weighted input</c>.</summary>
    public string Where { get; } = where;
}
