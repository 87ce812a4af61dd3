namespace Feedforward.Cli;

/// <summary>What <c>--set KEY=VALUE</c> says, for example <c>--set train.lr=0.01</c>.</summary>
internal static class SetFlags
{
    /// <exception cref="OptionException">FF9153, FF9154, FF9156, FF9159: no such key, one twice, not on or off, no key and value.</exception>
    internal static IReadOnlyList<Setting> Read(IReadOnlyList<string> texts)
    {
        var settings = new List<Setting>();
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal), dot = text.IndexOf('.', StringComparison.Ordinal);
            if (dot <= 0 || equals <= dot + 1) throw ConfigurationKeys.Refuse("FF9159", TrainFlags.Set.Name, Evidence.Of(text));
            string key = text[..equals].Trim(), value = text[(equals + 1)..].Trim(), place = $"{TrainFlags.Set.Name} {Evidence.Of(key)}";
            var flag = ConfigurationKeys.Find(key[..dot], key[(dot + 1)..], TrainFlags.Set.Name);
            if (settings.Any(s => s.Flag == flag)) throw ConfigurationKeys.Refuse("FF9154", TrainFlags.Set.Name, flag.Path);
            if (flag.Shape == Shape.Truth && value is not (ConfigurationKeys.True or ConfigurationKeys.False))
                throw ConfigurationKeys.Refuse("FF9156", place, flag.Path, ConfigurationReader.Expected(flag), Evidence.Of(value));
            settings.Add(new Setting(flag, value, Origin.Set, place) { Written = key == flag.Path ? null : key });
        }
        return settings;
    }
}
