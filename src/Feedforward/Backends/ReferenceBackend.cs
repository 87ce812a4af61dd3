using System.Diagnostics;

namespace Feedforward.Backends;

/// <summary>
/// The law: plain loops over one float at a time in the fixed order that <see cref="Backend"/> describes. Every other back end gives these bits.
/// </summary>
public sealed class ReferenceBackend : Backend
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    protected override void AffineCore(Matrix a, LaneMatrix weights, Matrix biases, Matrix z)
    {
        for (int i = 0; i < z.Rows; i++)
            for (int j = 0; j < z.Columns; j++)
            {
                float sum = biases[0, j];
                for (int k = 0; k < a.Columns; k++) sum = Scalar.FusedMultiplyAdd(a[i, k], weights[k, j], sum);
                z[i, j] = sum;
            }
    }

    /// <inheritdoc/>
    protected override void AffineBackwardInputCore(Matrix delta, LaneMatrix weights, Matrix result)
    {
        for (int i = 0; i < result.Rows; i++)
            for (int k = 0; k < result.Columns; k++)
            {
                float sum = 0;
                for (int j = 0; j < delta.Columns; j++) sum = Scalar.FusedMultiplyAdd(delta[i, j], weights[k, j], sum);
                result[i, k] = sum;
            }
    }

    /// <inheritdoc/>
    protected override void AffineBackwardParametersCore(Matrix a, Matrix delta, LaneMatrix weights, Matrix biases)
    {
        int blocks = (a.Rows + RowBlock - 1) / RowBlock;
        for (int j = 0; j < delta.Columns; j++)
        {
            int column = j;
            biases[0, j] = Tree(0, blocks, block => Block(a.Rows, block, (i, sum) => sum + delta[i, column]));
            for (int k = 0; k < a.Columns; k++)
            {
                int row = k;
                weights[k, j] = Tree(0, blocks, block => Block(a.Rows, block, (i, sum) => Scalar.FusedMultiplyAdd(a[i, row], delta[i, column], sum)));
            }
        }
    }

    private static float Block(int rows, int block, Func<int, float, float> add)
    {
        float sum = 0;
        for (int i = block * RowBlock; i < Math.Min((block + 1) * RowBlock, rows); i++) sum = add(i, sum);
        return sum;
    }

    private static float Tree(int first, int count, Func<int, float> block)
    {
        if (count == 1) return block(first);
        int left = 1;
        while (2 * left < count) left *= 2;
        return Tree(first, left, block) + Tree(first + left, count - left, block);
    }

    /// <inheritdoc/>
    protected override void MapCore(Elementwise function, float parameter, Matrix z, Matrix a)
    {
        for (int i = 0; i < z.Rows; i++)
            for (int j = 0; j < z.Columns; j++) a[i, j] = Formulas.Value(function, z[i, j], parameter);
    }

    /// <inheritdoc/>
    protected override void MapBackwardCore(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta)
    {
        for (int i = 0; i < z.Rows; i++)
            for (int j = 0; j < z.Columns; j++) delta[i, j] *= Formulas.Slope(function, z[i, j], a[i, j], parameter);
    }

    /// <inheritdoc/>
    protected override void SoftmaxCore(Matrix z, Matrix a)
    {
        for (int i = 0; i < z.Rows; i++)
        {
            float max = Max(z.Row(i)), sum = SumOfExponentials(z.Row(i), max);
            for (int j = 0; j < z.Columns; j++) a[i, j] = Functions.Exp(new Scalar(z[i, j] - max)).Value / sum;
        }
    }

    private static float Max(ReadOnlySpan<float> row)
    {
        float max = float.NegativeInfinity;
        foreach (float z in row) max = z > max ? z : max;
        return max;
    }

    private static float SumOfExponentials(ReadOnlySpan<float> row, float max)
    {
        Span<float> lanes = stackalloc float[FloatBuffer.Alignment];
        lanes.Clear();
        for (int j = 0; j < row.Length; j++) lanes[j % lanes.Length] += Functions.Exp(new Scalar(row[j] - max)).Value;
        return LaneSums.Tree(lanes);
    }

    /// <inheritdoc/>
    protected override void MultiplyCore(Matrix x, Matrix factor, Matrix result)
    {
        for (int i = 0; i < x.Rows; i++)
            for (int j = 0; j < x.Columns; j++) result[i, j] = x[i, j] * factor[i, j];
    }

    /// <inheritdoc/>
    protected override double CostValueCore(CostFunction cost, Matrix z, Matrix a, Matrix targets, Matrix rowWeights) =>
        RowBlocks.Sum([.. Enumerable.Range(0, z.Rows).Select(i => rowWeights[0, i] * RowCost(cost, z.Row(i), a.Row(i), targets.Row(i)))]);

    private static double RowCost(CostFunction cost, ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> y)
    {
        var terms = new float[z.Length];
        float max = cost == CostFunction.LogLikelihood ? Max(z) : 0;
        for (int j = 0; j < z.Length; j++)
            terms[j] = cost switch
            {
                CostFunction.Quadratic => CostFormulas.Quadratic(new Scalar(a[j]), new Scalar(y[j])).Value,
                CostFunction.CrossEntropy => CostFormulas.CrossEntropy(new Scalar(z[j]), new Scalar(y[j])).Value,
                CostFunction.LogLikelihood => y[j] > 0 ? y[j] * (z[j] - max) : 0,
                _ => throw new UnreachableException(),
            };
        double sum = LaneSums.ScalarSum(terms);
        return cost == CostFunction.LogLikelihood
            ? Functions.Log(new Scalar(SumOfExponentials(z, max))).Value - sum
            : sum;
    }

    /// <inheritdoc/>
    protected override void CostErrorCore(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            float share = (float)(rowWeights[0, i] / weightSum);
            for (int j = 0; j < a.Columns; j++) delta[i, j] = (a[i, j] - targets[i, j]) * share;
        }
    }

    /// <inheritdoc/>
    protected override void AddScaledCore(Matrix x, float alpha, Matrix y)
    {
        Span<float> from = x.Span, to = y.Span;
        for (int i = 0; i < to.Length; i++) to[i] = Scalar.FusedMultiplyAdd(alpha, from[i], to[i]);
    }

    /// <inheritdoc/>
    protected override void ScaleCore(float alpha, Matrix x)
    {
        foreach (ref float number in x.Span) number *= alpha;
    }

    /// <inheritdoc/>
    protected override double DotCore(Matrix x, Matrix y) => LaneSums.ScalarDot(x.Span, y.Span);

    /// <inheritdoc/>
    protected override void UpdateCore(in UpdateRule rule, Matrix gradient, Matrix first, Matrix second, Matrix parameters)
    {
        var action = new UpdateAction { Rule = rule, Gradient = gradient, First = first, Second = second, Parameters = parameters };
        UpdateFormulas.Dispatch(rule.Kind, ref action);
    }

    private struct UpdateAction : IUpdateAction
    {
        internal UpdateRule Rule;
        internal Matrix Gradient, First, Second, Parameters;

        public readonly void Invoke<TFormula>()
            where TFormula : struct, IUpdateFormula
        {
            var numbers = new UpdateNumbers<Scalar>(Rule);
            Span<float> g = Gradient.Span, m = First.Span, s = Second.Span, w = Parameters.Span;
            for (int i = 0; i < w.Length; i++)
            {
                Scalar mi = new(TFormula.UsesFirst ? m[i] : 0), si = new(TFormula.UsesSecond ? s[i] : 0), wi = new(w[i]);
                UpdateFormulas.Step<TFormula, Scalar>(numbers, new Scalar(g[i]), ref mi, ref si, ref wi);
                w[i] = wi.Value;
                if (TFormula.UsesFirst) m[i] = mi.Value;
                if (TFormula.UsesSecond) s[i] = si.Value;
            }
        }
    }

    /// <inheritdoc/>
    protected override void MaxNormCore(float limit, LaneMatrix weights)
    {
        for (int j = 0; j < weights.Columns; j++)
        {
            float squares = 0;
            for (int k = 0; k < weights.Rows; k++) squares = Scalar.FusedMultiplyAdd(weights[k, j], weights[k, j], squares);
            float factor = UpdateFormulas.MaxNormFactor(new Scalar(squares), new Scalar(limit)).Value;
            for (int k = 0; k < weights.Rows; k++) weights[k, j] *= factor;
        }
    }
}
