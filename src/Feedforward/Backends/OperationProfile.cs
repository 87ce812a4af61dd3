namespace Feedforward.Backends;

/// <summary>
/// What the calls of one operation on one shape took, as <see cref="TimedBackend"/> measured them. Operations and bytes are counted from the shapes, padding
/// left out: they are what the formula asks for, not what a back end makes of it.
/// </summary>
/// <param name="Name">The operation: the name of <see cref="Backend"/>'s method.</param>
/// <param name="Shape">N×in×out of a product, rows×columns of anything else.</param>
/// <param name="Calls">How often it was called.</param>
/// <param name="Seconds">The time of all calls together.</param>
/// <param name="Flops">
/// Floating-point operations of all calls: each +, −, ×, ÷, root and function (f, f′, eˣ, ln) that the formula at <see cref="Backend"/> writes is one, so a
/// product has two for each multiply-add; what occurs once a row or once a call is left out.
/// </param>
/// <param name="Bytes">Bytes that all calls touch at least: each source read once and each destination written once, whatever the caches hold already.</param>
public sealed record OperationProfile(string Name, string Shape, long Calls, double Seconds, long Flops, long Bytes)
{
    /// <summary>10⁹ floating-point operations per second; 0 where the clock saw no time pass.</summary>
    public double GigaflopsPerSecond => PerSecond(Flops);

    /// <summary>10⁹ bytes per second; 0 where the clock saw no time pass. It may exceed what the memory can do: caches are faster.</summary>
    public double GigabytesPerSecond => PerSecond(Bytes);

    private double PerSecond(long count) => Seconds > 0 ? 1e-9 * count / Seconds : 0;
}
