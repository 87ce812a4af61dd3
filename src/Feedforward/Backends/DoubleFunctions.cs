namespace Feedforward.Backends;

/// <summary>Functions in double precision from our own arithmetic, so that their bits do not depend on the platform's mathematics library.</summary>
internal static class DoubleFunctions
{
    internal static double NormalQuantile(double p) => p;
}
