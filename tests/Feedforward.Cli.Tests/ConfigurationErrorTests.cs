using System.Text;
using CsCheck;

namespace Feedforward.Cli.Tests;

/// <summary>Configurations that are refused: each with a code, the line and the column, and nothing written.</summary>
public class ConfigurationErrorTests
{
    /// <summary>Stands before the place that the error is to point at, and is taken out.</summary>
    private const char Mark = '§';

    public static TheoryData<string, string, string> Bad => new()
    {
        // Not JSON.
        { "", "FF9151", "ends before" },
        { "{§", "FF9151", "ends before" },
        { "// only a comment\n", "FF9151", "" },
        { "{ §data: { \"train\": \"xor\" } }", "FF9151", "\"d\" does not belong here" },
        { "{ §'data': { } }", "FF9151", "\"'\"" },
        { "{ \"data\" §{ } }", "FF9151", "\"{\"" },
        { "{ \"data\": { \"train\": \"xor\" §\"limit\": 3 } }", "FF9151", "does not belong here" },
        { "{ \"data\": { \"train\": \"xor\", }, §, }", "FF9151", "" },
        { "{ \"data\": { \"train\": \"xor\" } }\n§x", "FF9151", "\"x\"" },
        { "{ \"data\": { \"train\": \"xor\" } } §{ }", "FF9151", "\"{\"" },
        { "{ \"data\": { \"train\": \"xor\" }§", "FF9151", "ends before" },
        { "{ \"data\": { \"limit\": 1.§} }", "FF9151", "" },
        { "{ \"data\": { \"limit\": 0§1 } }", "FF9151", "" },
        { "{ \"data\": { \"limit\": §+1 } }", "FF9151", "\"+\"" },
        { "{ \"data\": { \"limit\": §NaN } }", "FF9151", "\"N\"" },
        { "{ \"train\": { \"nesterov\": §True } }", "FF9151", "\"T\"" },
        { "{ \"data\": { \"train\": \"a§\nb\" } }", "FF9151", "" },
        { "{ \"data\": { \"train\": \"a\\§q\" } }", "FF9151", "" },
        { "{ \"data\": { \"use\": [\"a\", \"b\" §} }", "FF9151", "" },
        { "{ /* never closed", "FF9151", "" },
        { "{\n  \"train\": {\n    \"lr\": 0.1§;\n  }\n}", "FF9151", "\";\"" },
        { "{\n  // 汉字\n  \"data\": { \"target\": \"汉字\" §\"x\": 1 }\n}", "FF9151", "" },

        // Texts that are none.
        { "{ \"data\": { \"train\": §\"a\\u0000b\" } }", "FF9152", "\\u0000" },
        { "{ \"data\": { \"train\": §\"\\ud800\" } }", "FF9152", "ud800" },
        { "{ §\"\\ud800\": { } }", "FF9152", "" },
        { "{ \"data\": { §\"a\\n\": 1 } }", "FF9152", "" },

        // No such key.
        { "{ §\"dat\": { } }", "FF9153", "Did you mean \"data\"?" },
        { "{ \"data\": { }, §\"split\": { } }", "FF9153", "Did you mean \"data.split\"?" },
        { "{ \"data\": { }, §\"train.lr\": 0.1 }", "FF9153", "Did you mean \"train.lr\"?" },
        { "{ \"data\": { }, §\"Train\": { } }", "FF9153", "Did you mean \"train\"?" },
        { "{ \"data\": { §\"taget\": \"y\" } }", "FF9153", "Did you mean \"data.target\"?" },
        { "{ \"data\": { §\"lr\": 1 } }", "FF9153", "Did you mean \"train.lr\"?" },
        { "{ \"model\": { \"layers\": [ §{ \"units\": 16 } ] } }", "FF9156", "model.hidden" },
        { "{ \"train\": { §\"epoch\": 3 } }", "FF9153", "Did you mean \"train.epochs\"?" },
        { "{ \"train\": { §\"LR\": 3 } }", "FF9153", "Did you mean \"train.lr\"?" },
        { "{ \"train\": { §\"zzzzzzzzz\": 3 } }", "FF9153", "Known here: cost, optimizer, lr" },
        { "{ \"train\": { §\"\": 3 } }", "FF9153", "train." },
        { "{ \"train\": { §\"json\": true } }", "FF9153", "" },
        { "{ \"train\": { §\"out\": \"m\" } }", "FF9153", "" },

        // Twice.
        { "{ \"data\": { }, §\"data\": { } }", "FF9154", "\"data\"" },
        { "{ \"$schema\": \"a\", §\"$schema\": \"b\" }", "FF9154", "schema" },
        { "{ \"train\": { \"lr\": 1, §\"lr\": 1 } }", "FF9154", "\"train.lr\"" },
        { "{ \"train\": { \"lr\": 1, §\"learning_rate\": 1 } }", "FF9154", "\"train.lr\"" },
        { "{ \"train\": { \"weight_decay\": 1, §\"weight-decay\": 1 } }", "FF9154", "weight_decay" },

        // Another kind of value.
        { "§[ ]", "FF9156", "expected an object { }, found a list [ ]" },
        { "§3", "FF9156", "found the number 3" },
        { "§\"data\"", "FF9156", "found the text data" },
        { "{ \"$schema\": §1 }", "FF9156", "$schema" },
        { "{ \"data\": §\"xor\" }", "FF9156", "data: expected an object { }, found the text xor" },
        { "{ \"data\": §[] }", "FF9156", "found a list [ ]" },
        { "{ \"data\": { \"train\": §3 } }", "FF9156", "data.train: expected a text between quotes, found the number 3" },
        { "{ \"data\": { \"train\": §null } }", "FF9156", "found null" },
        { "{ \"data\": { \"split\": §{ \"validation\": 0.15 } } }", "FF9156", "data.split: expected a text between quotes, found an object { }" },
        { "{ \"data\": { \"ignore\": [\"a\", §[\"b\"]] } }", "FF9156", "found a list [ ]" },
        { "{ \"data\": { \"ignore\": [§{}] } }", "FF9156", "data.ignore" },
        { "{ \"data\": { \"ignore\": [§true] } }", "FF9156", "found true or false" },
        { "{ \"train\": { \"epochs\": §\"3\" } }", "FF9156", "train.epochs: expected a whole number, found the text 3" },
        { "{ \"train\": { \"lr\": §\"0,1\" } }", "FF9156", "expected a number" },
        { "{ \"train\": { \"lr\": §[0.1] } }", "FF9156", "found a list" },
        { "{ \"train\": { \"lr\": §true } }", "FF9156", "found true or false" },
        { "{ \"train\": { \"nesterov\": §1 } }", "FF9156", "expected true or false, found the number 1" },
        { "{ \"train\": { \"nesterov\": §\"true\" } }", "FF9156", "found the text true" },

        // Values out of range, and pairs that make no sense: as on the command line, at their place here.
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"lr\": §-1 } }", "FF1001", "learning rate = -1" },
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"lr\": §1e400 } }", "FF1001", "Infinity" },
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"epochs\": §1.5 } }", "FF9108", "\"1.5\"" },
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"seed\": §-1 } }", "FF9108", "\"-1\"" },
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"optimizer\": §\"adm\" } }", "FF9109", "Did you mean \"adam\"?" },
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"rho\": §0.5 } }", "FF9112", "rmsprop" },
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"optimizer\": \"lbfgs\", \"lr\": §0.5 } }", "FF9112", "lbfgs" },
        { "{ \"data\": { \"train\": \"xor\" }, \"train\": { \"l1\": 0, \"l2\": §-1 } }", "FF1001", "l2 = -1" },
        { "{ \"data\": { \"train\": \"xor\" }, \"model\": { \"hidden\": §[8, 0] } }", "FF9110", "\"8,0\"" },
        { "{ \"data\": { \"train\": \"xor\" }, \"model\": { \"hidden\": [8, 8], \"activation\": §[\"relu\", \"tanh\", \"relu\"] } }", "FF9111", "3 activations" },
        { "{ \"data\": { \"train\": \"xor\" }, \"model\": { \"hidden\": [8], \"init\": §[\"he\", \"he\", \"glorot\"] } }", "FF9160", "3 initializers" },
        { "{ \"data\": { \"train\": \"xor\" }, \"model\": { \"activation\": §\"reluu\" } }", "FF1101", "reluu" },
        { "{ \"data\": { \"train\": \"xor\", \"target\": §\"clas\" } }", "FF1203", "clas" },
        { "{ \"data\": { \"train\": \"xor\", \"ignore\": §[\"nothing\"] } }", "FF1203", "nothing" },
        { "{ \"data\": { \"train\": \"xor\", \"validation\": §1.5 } }", "FF2103", "1.5" },
        { "{ \"data\": { \"train\": \"xor\", \"limit\": §0 } }", "FF9108", "≥ 1" },
        { "{ \"data\": { } }", "FF9158", "\"train\": \"iris.csv\"" },
        { "{ }", "FF9158", "" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void A_bad_configuration_is_refused_with_its_place(string text, string code, string sentence)
    {
        using var folder = new TemporaryFolder();
        int at = text.IndexOf(Mark, StringComparison.Ordinal);
        folder.Write("feedforward.json", text.Replace(Mark.ToString(), "", StringComparison.Ordinal));
        var result = Cli.Run("train", folder.At("feedforward.json"), "--out", folder.At("m.safetensors")).Expect(2).Says(sentence, "error " + code);
        if (at >= 0)
        {
            string before = text[..at];
            result.Says($"feedforward.json:{before.Count(c => c == '\n') + 1}:{at - before.LastIndexOf('\n')}: ");
        }
        Assert.Equal(["feedforward.json"], folder.Files);
        Assert.Equal("", result.Out);
    }

    [Theory]
    [InlineData("UTF-16")]
    [InlineData("UTF-16BE")]
    public void Another_encoding_is_named(string name)
    {
        using var folder = new TemporaryFolder();
        var encoding = Encoding.GetEncoding(name);
        foreach (bool mark in new[] { true, false })
        {
            File.WriteAllBytes(folder.At("feedforward.json"), [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("{ \"data\": { \"train\": \"xor\" } }")]);
            Cli.Run("train", folder.At("feedforward.json")).Expect(2).Says("FF9155", "UTF-16", "Save the file anew as UTF-8");
        }
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_has_a_place()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("feedforward.json"), [.. "{\n \"data\": { \"target\": \"caf"u8, 0xE9, .. "\" } }"u8]);
        Cli.Run("train", folder.At("feedforward.json")).Expect(2).Says("FF9155", "feedforward.json:2:26: ", "0xE9");
    }

    [Fact]
    public void A_huge_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("feedforward.json", new string(' ', (1 << 20) + 1));
        Cli.Run("train", folder.At("feedforward.json")).Expect(2).Says("FF9157", "1 MB");
        folder.Write("feedforward.json", string.Concat(Enumerable.Repeat("[", 100_000)));
        Cli.Run("train", folder.At("feedforward.json")).Expect(2).Says("FF9156");
        folder.Write("feedforward.json", "{ \"data\": { \"ignore\": " + string.Concat(Enumerable.Repeat("[", 100_000)));
        Cli.Run("train", folder.At("feedforward.json")).Expect(2).Says("FF9156");
    }

    [Theory]
    [InlineData("train.lrr=0.1", "FF9153: --set: ", "Did you mean \"train.lr\"?")]
    [InlineData("lr=0.1", "FF9159: --set: ", "--set train.lr=0.01")]
    [InlineData("train.lr", "FF9159: --set: ", "\"train.lr\"")]
    [InlineData("=3", "FF9159", "\"=3\"")]
    [InlineData("train.=3", "FF9159", "\"train.=3\"")]
    [InlineData("train.nesterov=maybe", "FF9156: --set train.nesterov: ", "true or false")]
    [InlineData("train.lr=-1", "FF1001: --set train.lr: ", "learning rate = -1")]
    [InlineData("train.lr=", "FF9107: --set train.lr: ", "\"\"")]
    [InlineData("train.epochs=many", "FF9108: --set train.epochs: ", "\"many\"")]
    [InlineData("data.train=moons", "FF9113", "--set data.train")]
    public void A_bad_set_points_at_itself(string set, string code, string sentence) =>
        Cli.Run("train", "xor", "--set", set).Expect(2).Says(code, sentence);

    [Fact]
    public void A_key_is_set_once()
    {
        Cli.Run("train", "xor", "--set", "train.lr=1", "--set", "train.eta=2").Expect(2).Says("FF9154: --set: ", "train.lr");
        Cli.Run("train", "xor", "--set").Expect(2).Says("FF9103", "--set");
        Cli.Run("train", "xor", "--set", "train.lr=1", "--set").Expect(2).Says("FF9103", "--set");
    }

    [Fact]
    public void Errors_are_told_in_Chinese_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("feedforward.json", "{ \"train\": { \"epochs\": \"3\" } }");
        var result = Cli.Run("train", folder.At("feedforward.json"), "--lang", "zh").Expect(2).Says("错误 FF9156", "整数", "feedforward.json:1:24");
        Assert.DoesNotContain("expected", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Whatever is done to its bytes, a configuration is read or refused by one of our own errors.</summary>
    [Fact]
    public void A_changed_configuration_is_read_or_refused()
    {
        byte[] whole = Encoding.UTF8.GetBytes(
            "{ // α\n \"$schema\": \"s\", \"data\": { \"train\": \"xor\", \"ignore\": [\"a\", \"b\"], \"validation\": 0.2 }, \"model\": { \"hidden\": [8, 4] },\n \"train\": { \"lr\": 1e-3, \"nesterov\": true, \"schedule\": \"step(10,0.5)\" } }");
        byte[] pieces = "{}[]\",:0-.e\\/*\n\0\xFF\u2028"u8.ToArray();
        var change = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 3], Gen.Byte, Gen.Int[0, pieces.Length - 1]);
        change.Array[1, 6].Sample(
            changes =>
            {
                var bytes = whole.ToList();
                foreach (var (at, kind, any, piece) in changes)
                {
                    int i = Math.Min(at, bytes.Count - 1);
                    if (kind == 0) bytes[i] = any;
                    else if (kind == 1) bytes.Insert(i, pieces[piece]);
                    else if (kind == 2) bytes.RemoveAt(i);
                    else bytes.RemoveRange(i, bytes.Count - i);
                    if (bytes.Count == 0) bytes.Add((byte)' ');
                }
                byte[] changed = [.. bytes];
                _ = ConfigurationFile.BeginsAsConfiguration(changed);
                try
                {
                    _ = ConfigurationReader.Read(ConfigurationText.Of("c.json", changed));
                }
                catch (OptionException e)
                {
                    Assert.StartsWith("FF915", e.Code, StringComparison.Ordinal);
                    Assert.NotNull(e.Notice.Sentence);
                }
            },
            iter: 20_000);
    }
}
