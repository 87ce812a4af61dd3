using System.Text.Json.Nodes;

namespace Feedforward.Tests.Data;

public class PipelineJsonTests
{
    private static readonly Table Mixed = Table.FromColumns("t.csv",
        new NumberColumn("größe \"cm\"", [0.1, 1.0 / 3, double.NaN, 1e-300, 12345.678901234567, -7]),
        new TextColumn("名", ["a\n", "日本", null, "</b>", "a\n", "日本"]),
        new TextColumn("id", ["1x", "2x", "3x", "4x", "5x", "6x"]),
        new NumberColumn("n", [1, 2, 3, 4, 5, 7]),
        new TextColumn("y", ["p", "q", "p", "q", "p", "q"]));

    private static readonly string Json = Pipeline.Fit(Mixed, "y").ToJson();

    private static readonly Table Typed = Table.FromColumns("t.csv",
        new NumberColumn("code", [3, 1, 3, 2, 2, 1]),
        new TextColumn("ok", ["yes", "no", "yes", null, "no", "no"]),
        new TextColumn("when", ["2024-01-01 10:00", "2024-02-01", "2024-03-05", null, "2024-05-01", "2024-06-01"]),
        new TextColumn("y", ["p", "q", "p", "q", "p", "q"]));

    private static readonly string TypedJson =
        Pipeline.Fit(Typed, "y", new() { Types = new Dictionary<string, ColumnFormat> { ["code"] = new(ColumnType.Categorical) } }).ToJson();

    private static readonly string ImageJson =
        Pipeline.ForImages(new ImageSet(new byte[8], 2, 2, [0, 1], ["0", "1"], "images"), 256).ToJson();

    private static uint[] Bits(Dataset data)
    {
        var all = new float[data.Rows * data.Columns];
        for (int r = 0; r < data.Rows; r++) data.CopyInputs(r, all.AsSpan(r * data.Columns, data.Columns));
        return Array.ConvertAll(all, BitConverter.SingleToUInt32Bits);
    }

    private static ModelFileException Refused(string json) => Assert.Throws<ModelFileException>(() => Pipeline.FromJson(json));

    private static string Edited(string json, Action<JsonObject> edit)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        edit(root);
        return root.ToJsonString();
    }

    [Theory]
    [InlineData(Scaling.Standardize)]
    [InlineData(Scaling.MinMax)]
    [InlineData(Scaling.Robust)]
    public void A_pipeline_that_was_written_and_read_gives_the_same_bits(Scaling scaling)
    {
        foreach (string target in (string[])["y", "n"])
        {
            var pipeline = Pipeline.Fit(Mixed, target, new() { Scaling = scaling, Task = target == "n" ? LearningTask.Regression : null });
            var read = Pipeline.FromJson(pipeline.ToJson());
            Assert.Equal(pipeline.ToJson(), read.ToJson());
            Assert.Equal(Bits(pipeline.Apply(Mixed)), Bits(read.Apply(Mixed)));
            Assert.Equal((pipeline.Target, pipeline.TargetKind, pipeline.Task), (read.Target, read.TargetKind, read.Task));
            Assert.Equal(pipeline.Classes, read.Classes);
            Assert.Equal(pipeline.Columns, read.Columns);
            float[] outputs = [.. Enumerable.Repeat(0.3f, pipeline.Outputs)];
            Assert.Equal(pipeline.Decode(outputs).Value, read.Decode(outputs).Value);
            Assert.Equal(pipeline.Apply(Mixed).TargetScale(0), read.Apply(Mixed).TargetScale(0));
        }
    }

    [Fact]
    public void A_pipeline_of_images_comes_back()
    {
        var read = Pipeline.FromJson(ImageJson);
        Assert.Equal(ImageJson, read.ToJson());
        Assert.Equal(new ImageShape(2, 2, 256), read.ImageShape);
        Assert.Null(read.Target);
    }

    [Fact]
    public void Only_a_pipeline_of_colours_tells_its_channels()
    {
        var colors = new ImageSet(new byte[24], 2, 2, [0, 1], ["0", "1"], "images", channels: 3);
        string json = Pipeline.ForImages(colors).ToJson();
        Assert.Contains("""{"height":2,"width":2,"scale":255,"channels":3}""", json, StringComparison.Ordinal);
        Assert.DoesNotContain("channels", ImageJson, StringComparison.Ordinal);
        var read = Pipeline.FromJson(json);
        Assert.Equal((json, 12), (read.ToJson(), read.Inputs));
        Assert.Equal(new float[12], Inputs(read.Apply(colors)));
        Assert.Equal("FF2205", Assert.Throws<DataException>(() => read.ApplyInputs(new ImageSet(new byte[8], 2, 2, null, [], "grey"))).Code);
        foreach (string wrong in new[] { "1", "2", "4", "0", "\"3\"" })
            Assert.Equal("FF2393", Assert.Throws<ModelFileException>(() => Pipeline.FromJson(json.Replace("\"channels\":3", "\"channels\":" + wrong, StringComparison.Ordinal))).Code);
    }

    [Fact]
    public void The_text_is_what_the_documentation_shows()
    {
        var table = Table.FromColumns(null, new NumberColumn("x", [1, 3]), new TextColumn("c", ["b", "b"]), new NumberColumn("y", [0.5, 1.5]));
        Assert.Equal(
            """{"task":"regression","inputs":1,"outputs":1,"target":{"column":"y","mean":1,"deviation":0.5},"columns":[{"type":"number","column":"x","center":2,"scale":1,"median":2,"low":1,"high":3,"blanks":false}],"left_out":["c"]}""",
            Pipeline.Fit(table, "y").ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"task":"regression","task":"regression"}""")]
    [InlineData("""{"task":[[[[[[[[[[]]]]]]]]]]}""")]
    [InlineData("\"\ud800\"")]
    public void What_is_no_such_JSON_is_refused(string json) => Assert.Equal("FF2390", Refused(json).Code);

    [Fact]
    public void Every_entry_is_needed_and_no_other_is_known()
    {
        foreach (string text in (string[])[Json, ImageJson])
        {
            foreach (string name in JsonNode.Parse(text)!.AsObject().Select(e => e.Key))
                Assert.Equal("FF2392", Refused(Edited(text, root => root.Remove(name))).Code);
            Assert.Equal("FF2391", Refused(Edited(text, root => root["more"] = 1)).Code);
            Assert.Equal("FF2391", Refused(Edited(text, root => root["target"]!["more"] = 1)).Code);
        }
        int transforms = JsonNode.Parse(Json)!["columns"]!.AsArray().Count;
        for (int t = 0; t < transforms; t++)
        {
            foreach (string name in JsonNode.Parse(Json)!["columns"]![t]!.AsObject().Select(e => e.Key))
                Assert.Equal("FF2392", Refused(Edited(Json, root => root["columns"]![t]!.AsObject().Remove(name))).Code);
            var unknown = Refused(Edited(Json, root => root["columns"]![t]!["more"] = 1));
            Assert.Equal("FF2391", unknown.Code);
            Assert.Contains($"columns[{t}].more", unknown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("task", "\"clustering\"")]
    [InlineData("task", "1")]
    [InlineData("inputs", "1.5")]
    [InlineData("inputs", "\"9\"")]
    [InlineData("target", "[]")]
    [InlineData("target.column", "\"\"")]
    [InlineData("target.column", "\"n\"")]
    [InlineData("target.kind", "\"date\"")]
    [InlineData("target.classes", "[\"p\"]")]
    [InlineData("target.classes", "[\"p\",\"p\"]")]
    [InlineData("target.classes", "[\"p\",2]")]
    [InlineData("columns", "{}")]
    [InlineData("columns", "[1]")]
    [InlineData("columns[0].type", "\"number2\"")]
    [InlineData("columns[0].center", "1e999")]
    [InlineData("columns[0].center", "\"NaN\"")]
    [InlineData("columns[0].center", "null")]
    [InlineData("columns[0].scale", "0")]
    [InlineData("columns[0].scale", "-1")]
    [InlineData("columns[0].median", "1e300")]
    [InlineData("columns[0].high", "-1e300")]
    [InlineData("columns[0].blanks", "false")]
    [InlineData("columns[0].blanks", "1")]
    [InlineData("columns[0].column", "\"n\"")]
    [InlineData("columns[1].column", "\"n\"")]
    [InlineData("columns[1].column", "\"other\"")]
    [InlineData("columns[2].values", "[\"b\",\"a\"]")]
    [InlineData("columns[2].values", "[\"a\",\"a\"]")]
    [InlineData("columns[2].values", "\"a\"")]
    [InlineData("columns[3].blanks", "true")]
    [InlineData("left_out", "[\"n\"]")]
    [InlineData("left_out", "[\"\\ud800\"]")]
    public void A_value_that_cannot_be_is_refused(string entry, string value) => RefusesValue(Json, entry, value);

    [Theory]
    [InlineData("columns[0].kind", "\"text\"")]
    [InlineData("columns[0].kind", "\"date\"")]
    [InlineData("columns[0].values", "[\"1\",\"2.0\",\"3\"]")]
    [InlineData("columns[0].values", "[\"1\",\"2\",\"x\"]")]
    [InlineData("columns[1].words", "\"no/yes\"")]
    [InlineData("columns[1].blanks", "1")]
    [InlineData("columns[2].order", "\"yyyy/MM/dd\"")]
    [InlineData("columns[2].scale", "0")]
    [InlineData("columns[2].low", "-1e9")]
    [InlineData("columns[2].high", "1e9")]
    [InlineData("columns[2].high", "0")]
    [InlineData("columns[2].median", "0")]
    [InlineData("columns[2].cycles", "[\"month\"]")]
    [InlineData("columns[2].cycles", "[\"week\",\"year\"]")]
    [InlineData("columns[2].cycles", "[\"week\",\"week\"]")]
    [InlineData("columns[2].cycles", "\"week\"")]
    [InlineData("columns[2].column", "\"ok\"")]
    public void A_value_of_a_typed_column_that_cannot_be_is_refused(string entry, string value) => RefusesValue(TypedJson, entry, value);

    [Fact]
    public void Typed_columns_come_back()
    {
        Assert.Equal(TypedJson, Pipeline.FromJson(TypedJson).ToJson());
        Assert.Equal([ColumnType.Categorical, ColumnType.Boolean, ColumnType.DateTime], Pipeline.FromJson(TypedJson).Columns.Select(c => c.Type));
        for (int t = 0; t < 3; t++)
        {
            foreach (string name in JsonNode.Parse(TypedJson)!["columns"]![t]!.AsObject().Select(e => e.Key).Where(name => name != "kind"))
                Assert.Equal("FF2392", Refused(Edited(TypedJson, root => root["columns"]![t]!.AsObject().Remove(name))).Code);
            Assert.Equal("FF2391", Refused(Edited(TypedJson, root => root["columns"]![t]!["more"] = 1)).Code);
        }
    }

    private static void RefusesValue(string original, string entry, string value)
    {
        string[] path = entry.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        string json = Edited(original, root =>
        {
            JsonNode node = root;
            foreach (string step in path[..^1]) node = node is JsonArray list ? list[int.Parse(step, null)]! : node[step]!;
            node[path[^1]] = "VALUE";
        }).Replace("\"VALUE\"", value, StringComparison.Ordinal);
        Assert.Equal("FF2393", Refused(json).Code);
    }

    [Theory]
    [InlineData("height", "0")]
    [InlineData("width", "-1")]
    [InlineData("width", "2000000000")]
    [InlineData("scale", "1")]
    public void An_image_that_cannot_be_is_refused(string entry, string value) =>
        Assert.Equal("FF2393", Refused(Edited(ImageJson, root => root["image"]![entry] = JsonNode.Parse(value))).Code);

    [Fact]
    public void Sizes_that_disagree_are_refused()
    {
        Assert.Equal("FF2394", Refused(Edited(Json, root => root["outputs"] = 3)).Code);
        Assert.Equal("FF2394", Refused(Edited(Json, root => root["inputs"] = 3)).Code);
        Assert.Equal("FF2394", Refused(Edited(Json, root => root["target"]!["classes"]!.AsArray().Add("z"))).Code);
        Assert.Equal("FF2394", Refused(Edited(ImageJson, root => root["image"]!["width"] = 3)).Code);
    }

    [Fact]
    public void Tables_and_images_do_not_mix()
    {
        Assert.Equal("FF2391", Refused(Edited(ImageJson, root => root["columns"] = new JsonArray())).Code);
        Assert.Equal("FF2393", Refused(Edited(ImageJson, root => { root["target"]!["column"] = "y"; root["target"]!["kind"] = "text"; })).Code);
        Assert.Equal("FF2392", Refused(Edited(Json, root => { root["target"]!.AsObject().Remove("column"); root["target"]!.AsObject().Remove("kind"); })).Code);
        Assert.Equal("FF2392", Refused(Edited(Json, root => root["columns"] = new JsonArray())).Code);
    }

    private static float[] Inputs(Dataset rows)
    {
        var inputs = new float[rows.Columns];
        rows.CopyInputs(0, inputs);
        return inputs;
    }
}
