namespace Feedforward.Tests.Runs;

/// <summary>The commit that a folder's repository has checked out, read from the files that git keeps.</summary>
public sealed class GitCommitTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567";

    private readonly string _root = Directory.CreateTempSubdirectory("feedforward-git-").FullName;

    [Fact]
    public void A_branch_is_followed_loose_or_packed_from_any_folder_below()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        string below = Directory.CreateDirectory(Path.Combine(_root, "data/today")).FullName;
        Assert.Null(GitCommit.Of(below));
        Write(".git/packed-refs", $"# pack-refs with: peeled\n{new string('f', 40)} refs/heads/domain\n{Hash} refs/heads/main\n");
        Assert.Equal(Hash, GitCommit.Of(below));
        Write(".git/refs/heads/main", new string('a', 40) + "\n");
        Assert.Equal(new string('a', 40), GitCommit.Of(below));
    }

    [Fact]
    public void A_commit_without_a_branch_is_itself()
    {
        Write(".git/HEAD", Hash + "\n");
        Assert.Equal(Hash, GitCommit.Of(_root));
        Write(".git/HEAD", "nonsense\n");
        Assert.Null(GitCommit.Of(_root));
    }

    [Fact]
    public void A_second_working_tree_names_its_repository()
    {
        Write("main/.git/worktrees/other/HEAD", "ref: refs/heads/topic\n");
        Write("main/.git/worktrees/other/commondir", "../..\n");
        Write("main/.git/refs/heads/topic", Hash + "\n");
        Write("other/.git", $"gitdir: {Path.Combine(_root, "main/.git/worktrees/other")}\n");
        Assert.Equal(Hash, GitCommit.Of(Path.Combine(_root, "other")));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string path, string text)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
