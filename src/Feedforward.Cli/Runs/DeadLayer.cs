namespace Feedforward.Cli;

/// <summary>A hidden layer most of whose units learn nothing any more: the network is then smaller than it looks.</summary>
internal static class DeadLayer
{
    private const double Most = 0.5;

    /// <summary>FF9302 for the hidden layer with the greatest share of dead units after an epoch, where that is half of them or more; else null.</summary>
    internal static Notice? Warning(Network network, Epoch epoch)
    {
        var (share, layer) = epoch.DeadUnits.Select((share, l) => (share, l)).DefaultIfEmpty().MaxBy(dead => dead.share);
        int units = network.Layers[layer].Units;
        return share < Most ? null : Texts.Notice("FF9302", layer + 1, Math.Round(share * units), units);
    }
}
