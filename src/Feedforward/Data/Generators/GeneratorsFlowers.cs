namespace Feedforward;

// Three species of flowers with four measures in cm and a habitat; some cells are blank.
public static partial class Generators
{
    private static readonly string[] Species = ["lily", "iris", "poppy"], Habitats = ["meadow", "shore", "forest"];

    /// <summary>Of each species: mean and spread of the four measures, and how often it grows in each habitat.</summary>
    private static readonly (double[] Mean, double[] Spread, double[] Habitat)[] SpeciesTraits =
    [
        ([7.4, 2.2, 5.6, 1.6], [0.70, 0.28, 0.55, 0.22], [0.5, 0.1, 0.4]),
        ([5.2, 2.9, 4.9, 2.1], [0.60, 0.30, 0.50, 0.24], [0.1, 0.7, 0.2]),
        ([3.8, 3.6, 2.4, 1.7], [0.50, 0.38, 0.40, 0.22], [0.8, 0.1, 0.1]),
    ];

    private const double BlankMeasures = 0.03, BlankHabitats = 0.04;

    /// <summary>A noise of 1 gives flowers as they are; 0 gives the mean of each species.</summary>
    private static Table MakeFlowers(int count, double noise, ulong seed)
    {
        var measures = new double[4][];
        for (int m = 0; m < 4; m++)
            measures[m] = new double[count];
        string?[] habitats = new string?[count], species = new string?[count];
        for (int row = 0; row < count; row++)
        {
            var draws = RowDraws(seed, GeneratorStream.Flowers, row);
            species[row] = Species[row % Species.Length];
            var (mean, spread, habitat) = SpeciesTraits[row % Species.Length];
            // A large flower is large in all its measures.
            double size = draws.Bell();
            for (int m = 0; m < 4; m++)
                measures[m][row] = Math.Max(0.1, Rounded(mean[m] + (noise * spread[m] * ((0.6 * size) + (0.8 * draws.Bell()))), 1));
            double where = draws.Uniform();
            habitats[row] = Habitats[where < habitat[0] ? 0 : where < habitat[0] + habitat[1] ? 1 : 2];
            if (draws.Uniform() < BlankMeasures) measures[3][row] = double.NaN;
            if (draws.Uniform() < BlankHabitats) habitats[row] = null;
        }
        return Table.FromColumns(
            "flowers",
            new NumberColumn("petal_length", measures[0]),
            new NumberColumn("petal_width", measures[1]),
            new NumberColumn("sepal_length", measures[2]),
            new NumberColumn("sepal_width", measures[3]),
            new TextColumn("habitat", habitats),
            new TextColumn("species", species));
    }
}
