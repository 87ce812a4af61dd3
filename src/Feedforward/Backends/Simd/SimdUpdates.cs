namespace Feedforward.Backends;

internal sealed partial class SimdBackend<TLane>
{
    /// <summary>Multiply-adds that one parameter's update is worth, for deciding on threads.</summary>
    private const int WorkOfUpdate = 4;

    protected override void AddScaledCore(Matrix x, float alpha, Matrix y)
    {
        var factor = TLane.Broadcast(alpha);
        Span<float> from = x.Span, to = y.Span;
        for (int i = 0; i < to.Length; i += 16) TLane.Store(TLane.Fma(factor, TLane.Load(in At(from, i)), TLane.Load(in At(to, i))), ref At(to, i));
    }

    protected override void ScaleCore(float alpha, Matrix x)
    {
        var factor = TLane.Broadcast(alpha);
        var span = x.Span;
        for (int i = 0; i < span.Length; i += 16) TLane.Store(TLane.Load(in At(span, i)) * factor, ref At(span, i));
    }

    protected override double DotCore(Matrix x, Matrix y) => LaneSums.Dot(x.Span, y.Span);

    protected override void UpdateCore(in UpdateRule rule, Matrix gradient, Matrix first, Matrix second, Matrix parameters)
    {
        var mine = rule;
        Share((long)parameters.Span.Length * WorkOfUpdate, parameters.Span.Length / 16, (start, end) =>
            Update(mine, gradient.Span[(16 * start)..(16 * end)], Part(first, start, end), Part(second, start, end), parameters.Span[(16 * start)..(16 * end)]));
    }

    private static Span<float> Part(Matrix matrix, int start, int end) => matrix.Rows == 0 ? default : matrix.Span[(16 * start)..(16 * end)];

    private static void Update(in UpdateRule rule, Span<float> gradient, Span<float> first, Span<float> second, Span<float> parameters)
    {
        for (int i = 0; i < parameters.Length; i += 16)
        {
            TLane m = rule.UsesFirst ? TLane.Load(in At(first, i)) : default, s = rule.UsesSecond ? TLane.Load(in At(second, i)) : default;
            var w = TLane.Load(in At(parameters, i));
            UpdateFormulas.Step(rule, TLane.Load(in At(gradient, i)), ref m, ref s, ref w);
            TLane.Store(w, ref At(parameters, i));
            if (rule.UsesFirst) TLane.Store(m, ref At(first, i));
            if (rule.UsesSecond) TLane.Store(s, ref At(second, i));
        }
    }

    protected override void SoftThresholdCore(float threshold, Matrix x)
    {
        var limit = TLane.Broadcast(threshold);
        var span = x.Span;
        for (int i = 0; i < span.Length; i += 16) TLane.Store(UpdateFormulas.SoftThreshold(TLane.Load(in At(span, i)), limit), ref At(span, i));
    }

    protected override void MaxNormCore(float limit, Matrix weights)
    {
        var greatest = TLane.Broadcast(limit);
        for (int j = 0; j < weights.Stride; j += 16)
        {
            var squares = TLane.Constant(0);
            for (int k = 0; k < weights.Rows; k++)
            {
                var w = TLane.Load(in At(weights.PaddedRow(k), j));
                squares = TLane.Fma(w, w, squares);
            }
            var factor = UpdateFormulas.MaxNormFactor(squares, greatest);
            for (int k = 0; k < weights.Rows; k++)
            {
                ref float w = ref At(weights.PaddedRow(k), j);
                TLane.Store(TLane.Load(in w) * factor, ref w);
            }
        }
    }
}
