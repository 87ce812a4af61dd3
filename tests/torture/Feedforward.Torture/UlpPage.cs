using System.Globalization;
using System.Runtime.InteropServices;

namespace Feedforward.Torture;

/// <summary>A sweep over all floats as a page of the documentation.</summary>
internal static class UlpPage
{
    private const string Start = """
        # Accuracy of the functions over all floats

        The library computes its own functions ([why](../decisions/0006-own-functions.md)). Here each is run on all 4,294,967,296 floats and compared with double precision.

        - **Error**: the distance from the truth in units of the last place that a float of the truth's size has, 2^(⌊log₂ of its size⌋ − 23) and at least 2⁻¹⁴⁹, the step of the subnormal floats.
          A value that should be infinite or no number must be just that.
        - **The truth** is the function of the platform's mathematics library in double precision (log1p by artanh, expm1 by sinh, sigmoid and softplus by exp and log1p: no cancellation).
          Φ(x) = ½ erfc(−x/√2) is the library's own, by a series of positive terms near 0 and a continued fraction in the tail, tested against fifty digits. Its error, 2·10⁻¹³ at most, is below 4 millionths of a float's ulp.
        - **Not correctly rounded**: the value is not the float nearest to the truth.
        - **Falls**: how often the value is below that of the next smaller float, and the last such place. "–": the function itself falls somewhere.
        - **Odd**: f(−x) is −f(x) to the bit.
        - **Special values**: ±0, ±∞, NaN, the smallest subnormals, the largest floats and the turning points of the function, to the bit.
        - **Other lanes**: the table is of 512-bit lanes; all 256-bit and 128-bit values are compared with them, and SCALAR of those of one float at a time.
        - **SHA-256**: over the digests of the 256 blocks of 2²⁴ floats with equal leading bits, in the order of their bits; a block's digest is over its values as little-endian floats, every NaN as 7FC00000.

        Bounds of exp, log, log1p, tanh and sigmoid are goals; the others are what was measured, rounded up. GELU is least exact below −13, where Φ(x) is subnormal before it is multiplied by x.


        """;

    private const string End = """

        ## Beside others

        The largest errors that other libraries declare or were measured at, for float, in ulp:

        | Library | exp | log | log1p | tanh | sigmoid | How tested |
        |---|---|---|---|---|---|---|
        | SLEEF (`src/libm-tester`) | 1.0 | – | – | 1.0 (`u10`), 3.5 (`u35`) | – | MPFR; grids and random numbers, digests of the results across instruction sets |
        | Highway (`hwy/contrib/math/math_test*.cc`) | 1 | 1 | 2–3 | 4 | – | 4,000 samples for each sign |
        | oxfuse-runtime (docs.rs) | 1; 6,412,479 not correctly rounded | – | – | – | – | all floats against CORE-MATH, digest pinned |
        | System.Numerics.Tensors on .NET 10.0.12 | 1.77 | 1.94 | – | 7.9e28 (at 0) | 3.08 (millions in the subnormal tail) | declares none; measured on 4.2 million evenly spaced floats |
        | glibc 2.36 through `MathF` | 0.502 | – | – | 2.14 | – | measured on the same floats |

        """;

    internal static string Of(UlpTable table) =>
        Start.Replace("SCALAR", table.ScalarStride == 1 ? "all" : $"one in {table.ScalarStride}", StringComparison.Ordinal)
        + string.Create(CultureInfo.InvariantCulture, $"Written by `{Command}`: {RuntimeInformation.FrameworkDescription}, {Processor()}, {table.Threads} threads. The minutes are those of that run, whatever else the machine did.\n\n")
        + table + End;

    private const string Command = "dotnet run -c Release --project tests/torture/Feedforward.Torture -- ulp --page docs/benchmarks/ulp.md";

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]
            : RuntimeInformation.ProcessArchitecture.ToString();
}
