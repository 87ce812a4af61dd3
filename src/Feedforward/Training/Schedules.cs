using System.Globalization;
using Feedforward.Backends;

namespace Feedforward;

/// <summary>
/// How the learning rate changes during a run, as a factor on the optimiser's own. A closed family, written as
/// <c>constant</c>, <c>step(10,0.5)</c>, <c>exponential(0.95)</c>, <c>cosine(5)</c>, <c>one-cycle(0.3)</c>, <c>halve-on-plateau(10,128)</c>.
/// </summary>
public abstract record Schedule
{
    private readonly string _text;

    private Schedule(string name, params float[] arguments) =>
        (Name, _text) = (name, arguments.Length == 0 ? name : $"{name}({string.Join(',', arguments.Select(a => a.ToString(CultureInfo.InvariantCulture)))})");

    /// <summary>How it is written on the command line, without its numbers.</summary>
    public string Name { get; }

    /// <summary>1 at all times.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>Every member with its default numbers.</summary>
    public static IReadOnlyList<Schedule> All { get; } = [Constant, Step(), Exponential(), Cosine(), OneCycle(), HalveOnPlateau()];

    /// <summary>Multiplied by <paramref name="factor"/> after each <paramref name="every"/> epochs.</summary>
    public static Schedule Step(int every = 10, float factor = 0.5f) => new StepSchedule(every, factor);

    /// <summary>Multiplied by <paramref name="factor"/> after each epoch.</summary>
    public static Schedule Exponential(float factor = 0.95f) => new ExponentialSchedule(factor);

    /// <summary>Rises straight to 1 over <paramref name="warmup"/> epochs, then ½(1 + cos πt) down to 0 at the end (Loshchilov, Hutter 2017).</summary>
    public static Schedule Cosine(int warmup = 0) => new CosineSchedule(warmup);

    /// <summary>From 1/25 up to 1 over the share <paramref name="rise"/> of all steps, then down to 1e-4, both along a cosine (Smith, Topin 2018).</summary>
    public static Schedule OneCycle(float rise = 0.3f) => new OneCycleSchedule(rise);

    /// <summary>Halved whenever <paramref name="patience"/> epochs in a row bring no better cost; training ends below 1/<paramref name="stop"/> (Nielsen, chapter 3).</summary>
    public static Schedule HalveOnPlateau(int patience = 10, float stop = 128) => new PlateauSchedule(patience, stop);

    /// <summary>Reads what <see cref="ToString"/> writes; missing numbers take their defaults.</summary>
    /// <exception cref="OptionException">No such schedule, or a number out of range.</exception>
    public static Schedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, n) = Call.Parse(text);
        return (name, n) switch
        {
            ("constant", []) => Constant,
            ("step", []) => Step(),
            ("step", [var every]) => Step(Whole(every)),
            ("step", [var every, var factor]) => Step(Whole(every), factor),
            ("exponential", []) => Exponential(),
            ("exponential", [var factor]) => Exponential(factor),
            ("cosine", []) => Cosine(),
            ("cosine", [var warmup]) => Cosine(Whole(warmup)),
            ("one-cycle", []) => OneCycle(),
            ("one-cycle", [var rise]) => OneCycle(rise),
            ("halve-on-plateau", []) => HalveOnPlateau(),
            ("halve-on-plateau", [var patience]) => HalveOnPlateau(Whole(patience)),
            ("halve-on-plateau", [var patience, var stop]) => HalveOnPlateau(Whole(patience), stop),
            _ => throw Errors.Option("FF1003", text, string.Join(", ", All.Select(s => s.ToString())), Suggestion.For(name, All.Select(s => s.Name))),
        };

        int Whole(float number) => number == MathF.Truncate(number) && Math.Abs(number) < 1e9f ? (int)number : throw Errors.Option("FF1002", text);
    }

    /// <summary>The factor at a moment of the run.</summary>
    internal abstract float Factor(in ScheduleClock clock);

    /// <summary>Whether the factor depends on how many epochs are planned: such a run cannot be made longer.</summary>
    internal virtual bool HasHorizon => false;

    /// <summary>Whether the run should end before its next epoch.</summary>
    internal virtual bool Ended(in ScheduleClock clock) => false;

    /// <summary>The name with its numbers.</summary>
    public sealed override string ToString() => _text;

    private static float Power(float factor, int exponent)
    {
        double power = 1, square = factor;
        for (; exponent > 0; exponent >>= 1, square *= square)
            if ((exponent & 1) != 0) power *= square;
        return (float)power;
    }

    private static float HalfCosine(double t) => (float)(0.5 * (1 + DoubleFunctions.Cos(Math.PI * t)));

    private sealed record ConstantSchedule() : Schedule("constant")
    {
        internal override float Factor(in ScheduleClock clock) => 1;
    }

    private sealed record StepSchedule(int Every, float Ratio) : Schedule(
        "step", Check.Range("schedule step: epochs", Every, Every >= 1, "≥ 1"), Check.Range("schedule step: factor", Ratio, Ratio is > 0 and <= 1, "0 < factor ≤ 1"))
    {
        internal override float Factor(in ScheduleClock clock) => Power(Ratio, clock.Epoch / Every);
    }

    private sealed record ExponentialSchedule(float Ratio) : Schedule(
        "exponential", Check.Range("schedule exponential: factor", Ratio, Ratio is > 0 and <= 1, "0 < factor ≤ 1"))
    {
        internal override float Factor(in ScheduleClock clock) => Power(Ratio, clock.Epoch);
    }

    private sealed record CosineSchedule(int Warmup) : Schedule("cosine", Check.Range("schedule cosine: warm-up epochs", Warmup, Warmup >= 0, "≥ 0"))
    {
        internal override bool HasHorizon => true;

        internal override float Factor(in ScheduleClock clock)
        {
            double rising = (double)Warmup / clock.Epochs;
            return clock.Progress < rising
                ? (float)((clock.Progress + clock.StepShare) / rising)
                : HalfCosine((clock.Progress - rising) / Math.Max(1 - rising, clock.StepShare));
        }
    }

    private sealed record OneCycleSchedule(float Rise) : Schedule("one-cycle", Check.Range("schedule one-cycle: rise", Rise, Rise is > 0 and < 1, "0 < rise < 1"))
    {
        private const float First = 1f / 25, Last = 1e-4f;

        internal override bool HasHorizon => true;

        internal override float Factor(in ScheduleClock clock) => clock.Progress < Rise
            ? First + ((1 - First) * (1 - HalfCosine(clock.Progress / Rise)))
            : Last + ((1 - Last) * HalfCosine((clock.Progress - Rise) / (1 - Rise)));
    }

    private sealed record PlateauSchedule(int Patience, float Stop) : Schedule(
        "halve-on-plateau", Check.Range("schedule halve-on-plateau: patience", Patience, Patience >= 1, "≥ 1"), Check.Range("schedule halve-on-plateau: stop", Stop, Stop >= 1, "≥ 1"))
    {
        internal override float Factor(in ScheduleClock clock) => Power(0.5f, clock.EpochsWithoutGain / Patience);

        internal override bool Ended(in ScheduleClock clock) => Factor(clock) < 1 / Stop;
    }
}

/// <summary>A moment of a run.</summary>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="Epochs">Epochs of the whole run.</param>
/// <param name="Progress">Steps taken as a share of all steps, in [0, 1).</param>
/// <param name="StepShare">One step as a share of all.</param>
/// <param name="EpochsWithoutGain">Plateau epochs: see <see cref="Plateau"/>.</param>
internal readonly record struct ScheduleClock(int Epoch, int Epochs, double Progress, double StepShare, int EpochsWithoutGain);
