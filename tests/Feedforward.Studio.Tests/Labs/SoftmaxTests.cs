using Feedforward.Studio.Learn;
using Feedforward.Studio.Learn.Labs;
using Feedforward.Studio.Sessions;

namespace Feedforward.Studio.Tests.Labs;

/// <summary>L4: the shares of the book's example, what overflows and what does not, and the training that the lab plays.</summary>
public class SoftmaxTests
{
    private static readonly Softmax Lab = new();

    private static readonly float[] Start = [2.5f, -1, 3.2f, 0.5f];

    [Fact]
    public void The_four_logits_of_the_book()
    {
        var v = SoftmaxView.Of(Start, 1, 0, softmax: true, subtracts: true);
        Assert.Equal(new[] { 0.315, 0.009, 0.633, 0.043 }, v.P.Select(p => Math.Round(p, 3)));
        Assert.Equal(1, v.Sum, 1e-6);
        Assert.Equal(-Math.Log(v.P[0]), v.Loss, 1e-6);
        Assert.Equal(-v.P.Sum(p => p * Math.Log(p)), v.Entropy, 1e-6);
        for (int i = 0; i < 4; i++) Assert.Equal(v.P[i] - (i == 0 ? 1 : 0), v.Delta[i], 1e-6f);
        Assert.Equal(0, v.Delta.Sum(), 1e-6f);
    }

    [Fact]
    public void The_formula_to_the_letter_agrees_until_it_overflows()
    {
        var letter = SoftmaxView.Of(Start, 1, 0, softmax: true, subtracts: false);
        var engine = SoftmaxView.Of(Start, 1, 0, softmax: true, subtracts: true);
        for (int i = 0; i < 4; i++) Assert.Equal(engine.P[i], letter.P[i], 1e-6f);
        Assert.False(letter.Overflows);
        float[] large = [2.5f, -1, 95, 0.5f];
        var over = SoftmaxView.Of(large, 1, 0, softmax: true, subtracts: false);
        Assert.True(over.Overflows);
        Assert.True(float.IsNaN(over.P[2]));
        Assert.Equal(1, SoftmaxView.Of(large, 1, 0, softmax: true, subtracts: true).P[2]);
        Assert.False(SoftmaxView.Of([88, 0, 0, 0], 1, 0, softmax: true, subtracts: false).Overflows);
        Assert.True(SoftmaxView.Of([89, 0, 0, 0], 1, 0, softmax: true, subtracts: false).Overflows);
    }

    [Fact]
    public void Sigmoids_do_not_sum_to_one_and_have_the_same_error()
    {
        var v = SoftmaxView.Of(Start, 1, 0, softmax: false, subtracts: true);
        Assert.Equal(1 / (1 + Math.Exp(-2.5)), v.P[0], 1e-6);
        Assert.True(v.Sum > 2);
        for (int i = 0; i < 4; i++) Assert.Equal(v.P[i] - (i == 0 ? 1 : 0), v.Delta[i], 1e-6f);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("?temperature=5", 5)]
    public async Task A_step_moves_the_logits_down_the_gradient(string query, float temperature)
    {
        var setup = Lab.SetUp(LabState.Read(Lab.Knobs, null, null, query));
        using var session = new TrainingSession([setup], stepsPerSecond: 8);
        await session.Step(1);
        var before = SoftmaxView.Of(Start, temperature, 0, softmax: true, subtracts: true);
        var biases = session.Shown(0).Parameters.Biases(0);
        for (int i = 0; i < 4; i++) Assert.Equal(Start[i] - (0.5f * before.Delta[i] / temperature), biases[0, i] * temperature, 1e-5f);
        Assert.Equal(before.Loss, session.Shown(0).Cost, 1e-6);
    }

    [Fact]
    public void A_drawn_digit_is_cropped_scaled_and_centred_by_mass()
    {
        Assert.All(DrawnDigit.Centred(new byte[784]), pixel => Assert.Equal(0, pixel));
        var corner = new byte[784];
        for (int y = 2; y < 12; y++) corner[(y * 28) + 3] = corner[(y * 28) + 4] = 255;
        float[] image = DrawnDigit.Centred(corner);
        int[] rows = [.. Enumerable.Range(0, 784).Where(i => image[i] > 0.1f).Select(i => i / 28).Distinct()], columns = [.. Enumerable.Range(0, 784).Where(i => image[i] > 0.1f).Select(i => i % 28).Distinct()];
        Assert.Equal((4, 23), (rows.Min(), rows.Max()));
        Assert.Equal((12, 15), (columns.Min(), columns.Max()));
        Assert.InRange(image.Max(), 0.99f, 1.001f);
        double mass = image.Sum(), x = Enumerable.Range(0, 784).Sum(i => image[i] * ((i % 28) + 0.5)) / mass, y2 = Enumerable.Range(0, 784).Sum(i => image[i] * ((i / 28) + 0.5)) / mass;
        Assert.Equal(14, x, 0.5);
        Assert.Equal(14, y2, 0.5);
    }

    [Fact]
    public void The_network_of_the_lab_knows_digits_that_it_has_not_seen()
    {
        using var digits = new DigitModel();
        using var ready = new ManualResetEventSlim();
        digits.Changed += () => { if (!digits.IsTraining) ready.Set(); };
        digits.Train();
        Assert.True(ready.Wait(TimeSpan.FromMinutes(3)));
        Assert.InRange(digits.Accuracy!.Value, 0.9, 1);
        float[] p = digits.Probabilities(DigitModel.Samples[3]);
        Assert.Equal(1, p.Sum(), 1e-5f);
        Assert.Equal(3, Array.IndexOf(p, p.Max()));
    }
}
