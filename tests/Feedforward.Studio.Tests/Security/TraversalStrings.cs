namespace Feedforward.Studio.Tests.Security;

/// <summary>Two hundred texts that lead out of a folder where a program puts them behind its name and believes them.</summary>
internal static class TraversalStrings
{
    private static readonly string[] Up =
    [
        "../", "..\\", "..//", "..\\\\", ".../", "....//", "..././", ".\\../", "../.\\", "%2e%2e/", "%2e%2e%2f", "..%2f", "..%5c", "%2e%2e%5c", ".%2e/", "%2e./",
        "%252e%252e%252f", "..%252f", "..%255c", "%c0%ae%c0%ae/", "%c0%ae%c0%ae%c0%af", "..%c0%af", "..%c1%9c", "%e0%80%ae%e0%80%ae/", "%uff0e%uff0e/", "．．/", "..／", "..＼", "..∕", "..⁄",
        "..\u0000/", "..%00/", "../\u200b", "..;/", "..%3b/", "..\t/", "..\n/", "..%0a/",
    ];

    private static readonly string[] Files = ["etc/passwd", "windows/win.ini", "secret.csv"];

    private static readonly string[] Whole =
    [
        "/etc/passwd", "//etc/passwd", "///etc/passwd", "/./etc/passwd", "\\etc\\passwd", "C:\\windows\\win.ini", "C:/windows/win.ini", "c:secret.csv", "\\\\server\\share\\secret.csv",
        "//server/share/secret.csv", "\\\\?\\C:\\secret.csv", "\\\\.\\C:\\secret.csv", "\\\\.\\pipe\\studio", "file:///etc/passwd", "file://localhost/etc/passwd", "FILE:/etc/passwd",
        "~/secret.csv", "~root/.profile", "$HOME/secret.csv", "%HOME%/secret.csv", "%USERPROFILE%\\secret.csv", "..", "../", "..\\", ".", "./", "", " ", "/", "\\", "../..", "data/../..",
        "data/../../secret.csv", "data/./../../secret.csv", "data//..//..//secret.csv", "data\\..\\..\\secret.csv", "data/..\\../secret.csv", "./../secret.csv", ".//../secret.csv", "runs/../../secret.csv",
        "../data/../../secret.csv", "..secret/../../secret.csv", "data.csv/../../secret.csv", "data.csv/..", "data.csv\u0000.png", "secret.csv%00.csv", "../secret.csv\u0000", "data.csv::$DATA", "data.csv:stream",
        "CON", "NUL", "COM1.csv", "aux.csv", "lpt1", "PRN.txt", "data.csv.", "data.csv ", "data.csv. . .", " ../secret.csv", "../secret.csv ", "/proc/self/environ", "/proc/self/cwd/../secret.csv",
        "/proc/self/root/etc/passwd", "/dev/fd/0", "/dev/stdin", "/dev/zero", "/dev/random", "/sys/kernel/notes", "\u202e../secret.csv", "../secret.csv\r\nX: y", "../\ud83d\ude00/../secret.csv",
        "%2fetc%2fpasswd", "%5cetc%5cpasswd", "%252fetc%252fpasswd", "..%2f..%2f..%2fetc%2fpasswd", "..%5c..%5cwindows%5cwin.ini", "/%2e%2e/etc/passwd", "/..%2f../etc/passwd", "http://evil.example/data.csv",
        "ftp://evil.example/data.csv", "data:text/csv,a", "javascript:alert(1)", "-rf", "--out=/etc/passwd", "|id", "`id`", "$(id)", ";id",
    ];

    /// <summary>All of them, each once.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        .. Up.SelectMany(up => Files.Select((file, i) => string.Concat(Enumerable.Repeat(up, (3 * i) + 1)) + file)).Concat(Whole).Distinct().Take(200),
    ];
}
