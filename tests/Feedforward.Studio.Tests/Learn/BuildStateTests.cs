using Feedforward.Studio.Build;

namespace Feedforward.Studio.Tests.Learn;

/// <summary>The form of the Build room as an address and as a command.</summary>
public class BuildStateTests
{
    [Theory]
    [InlineData(""), InlineData("?data=a.csv&target=b&hidden=8,4&activation=tanh&lr=0.01"), InlineData("?data=moons&hidden=none&epochs=5")]
    public void An_address_comes_back_as_it_was(string query) => Assert.Equal(query, Uri.UnescapeDataString(BuildState.Read(query).Query()));

    [Theory]
    [InlineData("?hidden=0"), InlineData("?hidden=5000"), InlineData("?hidden=a,b"), InlineData("?activation=softmax"), InlineData("?lr=abc"), InlineData("?epochs=NaN")]
    public void What_makes_no_sense_is_as_usual(string query) => Assert.Equal("", BuildState.Read(query).Query());

    [Fact]
    public void Names_are_never_flags()
    {
        var words = BuildState.Read("?data=--out&target=--force").Arguments("--force");
        Assert.Equal("./--out", words[1]);
        Assert.Contains("--target=--force", words);
        Assert.DoesNotContain("--force", words);
    }

    [Fact]
    public void The_command_says_everything_that_was_set()
    {
        var words = BuildState.Read("?data=a.csv&target=b&hidden=8,4&l2=0.1&seed=7").Arguments("b");
        Assert.Equal(["train", "a.csv", "--hidden", "8,4", "--target", "b"], words.Take(6));
        foreach (string[] pair in new string[][] { ["--l2", "0.1"], ["--seed", "7"], ["--optimizer", "adam"] })
            Assert.Equal(pair[1], words[words.ToList().IndexOf(pair[0]) + 1]);
    }
}
