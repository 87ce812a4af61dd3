namespace Feedforward.Cli.Tests;

/// <summary>Failures that nobody foresaw.</summary>
public class FailureTests
{
    [Fact]
    public void An_unexpected_failure_is_one_sentence_and_exit_code_1()
    {
        var (notice, code) = Failures.Judge(new InvalidOperationException("broken"));
        Assert.Equal(("FF9001", 1), (notice.Code, code));
        Assert.Equal(4, Failures.Judge(new UnauthorizedAccessException("no")).Code);
        Assert.Equal(2, Failures.Judge(new AggregateException(new OutOfMemoryException())).Code);
    }

    [Fact]
    public void The_stack_trace_is_shown_only_on_request()
    {
        string shown = Cli.Run([], [(Failures.DebugVariable, "1")], "train", "no-such-data").Error;
        Assert.Contains("   at Feedforward.", shown, StringComparison.Ordinal);
        Cli.Run("train", "no-such-data").Expect(2);
    }
}
