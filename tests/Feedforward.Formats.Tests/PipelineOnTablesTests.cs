namespace Feedforward.Formats.Tests;

/// <summary>Pipelines on well-known tables, where they are present.</summary>
public class PipelineOnTablesTests
{
    public static TheoryData<string, string, int, int, string> Tables => new()
    {
        { "iris.csv", "species", 4, 3, "" },
        { "wine.csv", "class", 13, 3, "" },
        { "breast_cancer.csv", "diagnosis", 30, 2, "" },
        { "digits.csv", "digit", 61, 10, "FF2333" },
        { "optdigits_train.csv", "digit", 62, 10, "FF2333" },
        { "diabetes.csv", "target", 10, 1, "" },
        { "california_housing.csv", "MedHouseVal", 8, 1, "" },
        { "california_housing_mixed.csv", "median_house_value", 14, 1, "FF2020" },
        { "adult_train.csv", "income", 108, 2, "FF2335" },
        { "titanic.csv", "Survived", 12, 2, "FF2336 FF2405 FF2010 FF2010 FF2020 FF2335" },
        { "penguins.csv", "species", 15, 3, "FF2020 FF2335" },
        { "auto_mpg.csv", "mpg", 10, 1, "FF2010 FF2020" },
        { "abalone.csv", "rings", 10, 1, "" },
        { "wine_quality_red.csv", "quality", 11, 6, "" },
        { "wine_quality_white.csv", "quality", 11, 7, "" },
        { "ionosphere.csv", "class", 33, 2, "FF2333" },
        { "magic.csv", "class", 10, 2, "" },
        { "shuttle.csv.gz", "class", 9, 7, "" },
        { "house_16h.csv.gz", "price", 16, 1, "" },
        { "bike_sharing_hour.csv", "cnt", 19, 1, "FF2336" },
        { "student_por.csv", "G3", 50, 17, "FF2337" },
        { "bank_marketing.csv.gz", "y", 63, 2, "" },
    };

    private static Table Read(string name)
    {
        string path = Path.Combine(PublishedData.Folder, name);
        Assert.SkipUnless(File.Exists(path), $"{PublishedData.Folder} has no {name}");
        return Csv.Read(path);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_well_known_table_becomes_finite_inputs_of_the_expected_width(string name, string target, int inputs, int outputs, string codes)
    {
        var table = Read(name);
        var pipeline = Pipeline.Fit(table, target);
        Assert.Equal((inputs, outputs), (pipeline.Inputs, pipeline.Outputs));
        Assert.Equal(codes, string.Join(' ', pipeline.Notices.Select(n => n.Code)));
        var odd = new List<Notice>();
        var data = pipeline.Apply(table, odd); // A data set refuses numbers that are not finite.
        Assert.Equal((table.Rows, inputs, outputs), (data.Rows, data.Columns, data.Outputs));
        Assert.Empty(odd);
        Assert.Equal(pipeline.ToJson(), Pipeline.FromJson(pipeline.ToJson()).ToJson());
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Half_of_a_table_prepares_the_other_half_and_neither_changes_the_pipeline(string name, string target, int inputs, int outputs, string codes)
    {
        var table = Read(name);
        int[] even = [.. Enumerable.Range(0, table.Rows).Where(r => r % 2 == 0)], odd = [.. Enumerable.Range(0, table.Rows).Where(r => r % 2 == 1)];
        var pipeline = Pipeline.Fit(table.Select(even), target);
        string before = pipeline.ToJson();
        Assert.Equal(odd.Length, pipeline.Apply(table.Select(odd)).Rows);
        Assert.Equal(before, pipeline.ToJson());
        Assert.True(pipeline.Inputs <= inputs && pipeline.Outputs <= outputs, codes);
    }

    [Fact]
    public void Categories_of_official_test_parts_are_known()
    {
        var pipeline = Pipeline.Fit(Read("adult_train.csv"), "income");
        var odd = new List<Notice>();
        Assert.Equal(16281, pipeline.Apply(Read("adult_test.csv"), odd).Rows);
        Assert.Empty(odd);
    }

    [Fact]
    public void Rows_of_attacks_that_training_never_saw_are_counted()
    {
        var pipeline = Pipeline.Fit(Read("kddcup99_train.csv.gz"), "label");
        Assert.Equal((116, 23), (pipeline.Inputs, pipeline.Outputs));
        var odd = new List<Notice>();
        var data = pipeline.Apply(Read("kddcup99_test.csv.gz"), odd);
        Assert.Equal(18729, data.Classes.Count(-1));
        Assert.Contains("18729 rows", odd.Single(n => n.Code == "FF2358").Sentence, StringComparison.Ordinal);
    }
}
