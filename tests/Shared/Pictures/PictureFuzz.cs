using System.Diagnostics;

namespace Feedforward.Tests;

/// <summary>Feeds damaged pictures to the readers and looks at what they do: nothing but refusals come out, in time and in little memory.</summary>
internal sealed class PictureFuzz(string kind)
{
    private const double MostSeconds = 1;

    private const long MostBytes = 256L << 20;

    /// <summary>The kinds of pictures.</summary>
    internal static readonly IReadOnlyList<string> Kinds = ["png", "jpeg"];

    /// <summary>Inputs so far.</summary>
    internal long Inputs { get; private set; }

    /// <summary>Inputs that were shown.</summary>
    internal long Accepted { get; private set; }

    /// <summary>The longest time that an input took.</summary>
    internal double Slowest { get; private set; }

    /// <summary>What went wrong first, with the input as hexadecimal digits; null where nothing did.</summary>
    internal string? Failure { get; private set; }

    /// <summary>Tries inputs until one fails, or so many are done, or the time is over. Input i of a seed is the same every time.</summary>
    internal PictureFuzz Run(long inputs, double seconds, int seed)
    {
        byte[][] seeds = kind == "png" ? PngFuzz.Seeds() : JpegFuzz.Seeds();
        var watch = Stopwatch.StartNew();
        while (Inputs < inputs && watch.Elapsed.TotalSeconds < seconds && Failure is null)
        {
            var random = new Random(unchecked((seed * 1_000_003) + (int)Inputs));
            byte[] input = Inputs < seeds.Length ? seeds[Inputs] : kind == "png" ? PngFuzz.Mutate(random, seeds) : JpegFuzz.Mutate(random, seeds);
            Inputs++;
            // What takes long twice takes long.
            if (Try(input) > MostSeconds && Try(input) is > MostSeconds and var time) Failure ??= $"{time:0.0} s: {Convert.ToHexString(input)}";
        }
        return this;
    }

    private double Try(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        var worked = Environment.CpuUsage.TotalTime;
        try
        {
            if ((kind == "png" ? PngFuzz.Try(input) : JpegFuzz.Try(input)) == Outcome.Accepted) Accepted++;
        }
        catch (Exception e)
        {
            Failure ??= $"{e.GetType().Name}: {e.Message}: {Convert.ToHexString(input)}";
        }
        // On a busy machine the time that passed is not that of this input alone, beside other tests the work is not.
        double seconds = Math.Min(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - worked).TotalSeconds);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (bytes > MostBytes) Failure ??= $"{bytes} bytes: {Convert.ToHexString(input)}";
        Slowest = Math.Max(Slowest, seconds);
        return seconds;
    }
}
