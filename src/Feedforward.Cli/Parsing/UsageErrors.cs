using System.CommandLine;
using System.CommandLine.Parsing;

namespace Feedforward.Cli;

/// <summary>Says in our own words, in the reader's language, what the parser did not understand: one sentence and a suggestion.</summary>
internal static class UsageErrors
{
    /// <exception cref="OptionException">FF9101 to FF9106, FF9115.</exception>
    internal static void Require(IReadOnlyList<string> args, ParseResult parsed, CliCommand? command, IReadOnlyList<CliCommand> commands)
    {
        if (command is null) throw NoCommand(parsed, commands);
        // An operand that may stand many times takes every word, flags that nobody knows too.
        var taken = command.Operands.Where(o => o.Many).SelectMany(o => parsed.GetValue<string[]>(o.Name) ?? []).Where(IsFlag);
        string[] unmatched = [.. parsed.UnmatchedTokens, .. taken];
        if (unmatched.Length > 0) throw Unmatched(args, unmatched, command);
        foreach (var error in parsed.Errors)
            if (error.SymbolResult is OptionResult option) throw OfFlag(option);
        foreach (var flag in command.Flags)
            if (flag.Many && parsed.GetResult(flag.Name) is OptionResult many && many.IdentifierTokenCount > many.Tokens.Count) throw Texts.Option("FF9103", flag.Name);
        foreach (var error in parsed.Errors)
            if (error.SymbolResult is ArgumentResult argument) throw Missing(argument.Argument.Name, command);
        if (parsed.Errors.Count > 0) throw Missing(command.Operands[0].Name, command);
    }

    private static OptionException NoCommand(ParseResult parsed, IReadOnlyList<CliCommand> commands)
    {
        string[] names = [.. commands.Select(c => c.Name)];
        string word = parsed.UnmatchedTokens.FirstOrDefault(t => !IsFlag(t)) ?? parsed.UnmatchedTokens.FirstOrDefault("");
        return Texts.Option("FF9101", Evidence.Of(word), string.Join(", ", names), Texts.DidYouMean(word, names));
    }

    private static OptionException Unmatched(IReadOnlyList<string> args, string[] tokens, CliCommand command)
    {
        string word = tokens.FirstOrDefault(IsFlag) ?? tokens[0];
        if (args.FirstOrDefault(arg => IsFlag(arg) && arg.EndsWith("=" + word, StringComparison.Ordinal)) is { } joined)
            return Texts.Option("FF9115", joined.Split('=')[0], Evidence.Of(word));
        if (!IsFlag(word)) return Texts.Option("FF9105", Evidence.Of(word), command.Name, Usage(command));
        string name = word.Split('=', 2)[0];
        return Texts.Option("FF9102", Evidence.Of(name), command.Name, Texts.DidYouMean(name, command.Flags.SelectMany(f => f.Synonyms.Prepend(f.Name))));
    }

    private static OptionException OfFlag(OptionResult option)
    {
        string typed = option.IdentifierToken?.Value ?? option.Option.Name;
        return option.IdentifierTokenCount > 1 && option.Option.Arity.MaximumNumberOfValues <= 1 ? Texts.Option("FF9104", typed) : Texts.Option("FF9103", typed);
    }

    private static OptionException Missing(string operand, CliCommand command) => Texts.Option("FF9106", command.Name, operand, Usage(command));

    private static string Usage(CliCommand command) => $"{CommandLine.Name} {command.Name} {string.Join(' ', command.Operands)}";

    private static bool IsFlag(string token) => token.Length > 1 && token[0] == '-';
}
