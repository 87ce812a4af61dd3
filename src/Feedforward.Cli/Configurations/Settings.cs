namespace Feedforward.Cli;

/// <summary>The values that stand behind the command line. What was added first holds.</summary>
internal sealed class Settings
{
    /// <summary>Flags that say the same thing in two ways: the nearer one replaces the other.</summary>
    private static readonly (Flag, Flag)[] Alternatives = [(TrainFlags.L2, TrainFlags.NielsenLambda), (TrainFlags.Test, TrainFlags.TestData)];

    private readonly Dictionary<string, Setting> _byFlag = new(StringComparer.Ordinal);

    /// <summary>The flag's value, or null.</summary>
    internal Setting? Find(Flag flag) => _byFlag.GetValueOrDefault(flag.Name);

    /// <summary>Adds a layer behind those that are there, and behind the flags that were typed.</summary>
    internal void Add(IReadOnlyList<Setting> layer, Predicate<Flag> isTyped)
    {
        var replaced = Alternatives.SelectMany(pair => new[] { pair, (pair.Item2, pair.Item1) })
            .Where(pair => isTyped(pair.Item1) || _byFlag.ContainsKey(pair.Item1.Name)).Select(pair => pair.Item2.Name).ToHashSet();
        foreach (var setting in layer)
            if (!replaced.Contains(setting.Flag.Name)) _byFlag.TryAdd(setting.Flag.Name, setting);
    }

    /// <summary>Takes a value back.</summary>
    internal void Remove(Flag flag) => _byFlag.Remove(flag.Name);

    /// <summary>Keys that were written otherwise, and their own names.</summary>
    internal IEnumerable<(string Written, string Name)> Renamed() =>
        _byFlag.Values.Where(s => s.Written is not null).Select(s => (Evidence.Of(s.Written!), s.Flag.Path));
}
