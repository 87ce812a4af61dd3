namespace Feedforward.Backends;

/// <summary>The costs that a back end evaluates; their formulas are at <see cref="Feedforward.Cost"/>.</summary>
public enum CostFunction
{
    /// <summary>½ Σ (a − y)².</summary>
    Quadratic,

    /// <summary>Σ softplus(z) − y z, which is −Σ y ln a + (1 − y) ln(1 − a) for a = σ(z).</summary>
    CrossEntropy,

    /// <summary>ln Σ e^z − Σ y z, which is −Σ y ln a for a = softmax(z).</summary>
    LogLikelihood,
}

/// <summary>
/// Where numbers are computed. The public methods check shapes and call the <c>…Core</c> methods, which only compute. The arithmetic is part of
/// the contract: each result's bits are those of <see cref="ReferenceBackend"/>, whatever the vector width or the number of threads.
/// Arguments stand in the order: sources, options, destinations. Padding is read as 0 and left as 0.
/// </summary>
public abstract partial class Backend
{
    /// <summary>Rows whose contributions to a sum are added one after the other; such blocks are then combined as a fixed tree.</summary>
    public const int RowBlock = 32;

    /// <summary>How this back end is chosen: <c>reference</c>, <c>simd</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The environment variable that chooses <see cref="Default"/> by name.</summary>
    public const string EnvironmentVariable = "FEEDFORWARD_BACKEND";

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["simd", "reference"];

    /// <summary>What is used where no back end is named: the fastest on this machine, or the one that <see cref="EnvironmentVariable"/> names.</summary>
    public static Backend Default => Defaults.Value;

    private static readonly Lazy<Backend> Defaults = new(() => Create(Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } name ? name : "simd"));

    /// <summary>A back end by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threads">Threads that share the work; 0 = one for each processor. The result's bits do not depend on it.</param>
    /// <exception cref="OptionException">No such back end, or a negative number of threads.</exception>
    public static Backend Create(string name, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        Check.Range("threads", threads, threads is >= 0 and <= 1024, "0 … 1024 (0 = one for each processor)");
        return name.Trim().ToLowerInvariant() switch
        {
            "reference" => new ReferenceBackend(),
            "simd" => SimdBackend.Create(threads),
            _ => throw Errors.Option("FF1007", name, string.Join(", ", Names), Suggestion.For(name, Names)),
        };
    }

    /// <summary>z = a W + b: a [N×in], W [in×out], b [1×out], z [N×out]. Each element starts from b and adds k = 0, 1, … in order, fused.</summary>
    public void Affine(Matrix a, LaneMatrix weights, Matrix biases, Matrix z)
    {
        Shape(a, z.Rows, weights.Rows);
        Shape(biases, 1, weights.Columns);
        Shape(z, a.Rows, weights.Columns);
        AffineCore(a, weights, biases, z);
    }

    /// <summary>BP2's product: ∂C/∂a = δ Wᵀ: δ [N×out], W [in×out], result [N×in]. Each element starts from 0 and adds the units in order, fused.</summary>
    public void AffineBackwardInput(Matrix delta, LaneMatrix weights, Matrix result)
    {
        Shape(delta, result.Rows, weights.Columns);
        Shape(result, delta.Rows, weights.Rows);
        AffineBackwardInputCore(delta, weights, result);
    }

    /// <summary>
    /// BP4 and BP3: ∂C/∂W = aᵀ δ [in×out] and ∂C/∂b = Σ rows of δ [1×out]: a [N×in], δ [N×out]. Sums over rows go in blocks of
    /// <see cref="RowBlock"/> from +0, combined as s(n) = s(first p) + s(rest), p the largest power of two below n.
    /// </summary>
    public void AffineBackwardParameters(Matrix a, Matrix delta, LaneMatrix weights, Matrix biases)
    {
        Shape(a, delta.Rows, weights.Rows);
        Shape(delta, a.Rows, weights.Columns);
        Shape(biases, 1, weights.Columns);
        AffineBackwardParametersCore(a, delta, weights, biases);
    }

    /// <summary>a = f(z), element by element; both [N×K].</summary>
    public void Map(Elementwise function, float parameter, Matrix z, Matrix a)
    {
        Shape(z, a.Rows, a.Columns);
        MapCore(function, parameter, z, a);
    }

    /// <summary>δ ← δ ⊙ f′, the slope taken at z and a = f(z); all [N×K].</summary>
    public void MapBackward(Elementwise function, float parameter, Matrix z, Matrix a, Matrix delta)
    {
        Shape(z, delta.Rows, delta.Columns);
        Shape(a, delta.Rows, delta.Columns);
        MapBackwardCore(function, parameter, z, a, delta);
    }

    /// <summary>aⱼ = e^(zⱼ − max z) / Σₖ e^(zₖ − max z) in each row; both [N×K].</summary>
    public void Softmax(Matrix z, Matrix a)
    {
        Shape(z, a.Rows, a.Columns);
        SoftmaxCore(z, a);
    }

    /// <summary>result = x ⊙ factor; all [N×K]; the result may be x.</summary>
    public void Multiply(Matrix x, Matrix factor, Matrix result)
    {
        Shape(x, result.Rows, result.Columns);
        Shape(factor, result.Rows, result.Columns);
        MultiplyCore(x, factor, result);
    }

    /// <summary>
    /// The factors of inverted dropout [N×K]: 0 with probability <paramref name="rate"/>, else 1/(1 − rate).
    /// Element (i, j) takes number (first + i)·K + j of the stream.
    /// </summary>
    internal static void DropoutMask(RandomStream random, float rate, long first, Matrix mask)
    {
        float scale = 1 / (1 - rate);
        for (int i = 0; i < mask.Rows; i++)
        {
            var row = mask.Row(i);
            long start = (first + i) * mask.Columns, index = start;
            while (index < start + row.Length)
            {
                var (a, b, c, d) = random.Block(index >> 2);
                for (long end = Math.Min((index | 3) + 1, start + row.Length); index < end; index++)
                {
                    uint word = (index & 3) switch { 0 => a, 1 => b, 2 => c, _ => d };
                    row[(int)(index - start)] = RandomStream.ToUniform(word) < rate ? 0 : scale;
                }
            }
        }
    }

    /// <summary>Σᵢ wᵢ cᵢ over the rows: z, a, targets [N×K], row weights [1×N]. Each row's cost is summed in double, the rows as <see cref="RowBlock"/> says.</summary>
    public double CostValue(CostFunction cost, Matrix z, Matrix a, Matrix targets, Matrix rowWeights)
    {
        Shape(z, targets.Rows, targets.Columns);
        Shape(a, targets.Rows, targets.Columns);
        Shape(rowWeights, 1, targets.Rows);
        return CostValueCore(cost, z, a, targets, rowWeights);
    }

    /// <summary>δᵢ = (aᵢ − yᵢ)·wᵢ/Σw in each row: a, targets, δ [N×K], row weights [1×N].</summary>
    public void CostError(Matrix a, Matrix targets, Matrix rowWeights, double weightSum, Matrix delta)
    {
        Shape(a, delta.Rows, delta.Columns);
        Shape(targets, delta.Rows, delta.Columns);
        Shape(rowWeights, 1, delta.Rows);
        CostErrorCore(a, targets, rowWeights, weightSum, delta);
    }

    /// <summary>y ← y + α x, fused; both [1×n].</summary>
    public void AddScaled(Matrix x, float alpha, Matrix y)
    {
        Shape(x, y.Rows, y.Columns);
        AddScaledCore(x, alpha, y);
    }

    /// <summary>x ← α x.</summary>
    public void Scale(float alpha, Matrix x) => ScaleCore(alpha, x);

    /// <summary>Σ x y in double precision: 16 lanes along each row, rows one after the other, the lanes combined as a fixed tree at the end.</summary>
    public double Dot(Matrix x, Matrix y)
    {
        Shape(x, y.Rows, y.Columns);
        return DotCore(x, y);
    }

    /// <summary>‖x‖ = √Σ x².</summary>
    public double Norm(Matrix x) => Math.Sqrt(DotCore(x, x));

    /// <summary>One optimiser step on a stretch of the parameter vector; all [1×n]. First holds v or m, second s, as far as the rule has them.</summary>
    public void Update(in UpdateRule rule, Matrix gradient, Matrix first, Matrix second, Matrix parameters)
    {
        Shape(gradient, parameters.Rows, parameters.Columns);
        Shape(parameters, 1, parameters.Columns);
        if (rule.UsesFirst) Shape(first, 1, parameters.Columns);
        if (rule.UsesSecond) Shape(second, 1, parameters.Columns);
        UpdateCore(rule, gradient, first, second, parameters);
    }

    /// <summary>Scales each column of W [in×out] whose norm exceeds the limit back to it.</summary>
    public void MaxNorm(float limit, LaneMatrix weights) => MaxNormCore(limit, weights);

    /// <summary>Threads that can share the work.</summary>
    public virtual int Threads => 1;

    /// <summary>How many of <see cref="Threads"/> share what the calling thread asks for: a matter of time only, never of numbers.</summary>
    internal virtual int ActiveThreads
    {
        get => 1;
        set { }
    }

    /// <summary>Whether <see cref="ActiveThreads"/> may be chosen by what is faster.</summary>
    internal virtual bool ThreadsAreFree => false;

    /// <summary>Runs work that was cut by its caller, a part to a thread; the operations in it are each computed by the thread that calls them.</summary>
    /// <param name="work">A local variable of the caller.</param>
    /// <param name="parts">Parts.</param>
    internal virtual void Run<TWork>(ref TWork work, int parts)
        where TWork : struct, IWork => work.Run(0, 1);

    /// <summary>Gives threads that wait for work something to do, or nothing more. Who does it, and whether anybody does, is not promised.</summary>
    internal virtual void WhileIdle(IIdleWork? work)
    {
    }

    private protected static void Shape(Matrix matrix, int rows, int columns)
    {
        if (matrix.Rows != rows || matrix.Columns != columns)
            throw new ArgumentException($"Expected a [{rows}×{columns}] matrix, found {matrix}.");
    }

    private protected static void Shape(LaneMatrix matrix, int rows, int columns)
    {
        if (matrix.Rows != rows || matrix.Columns != columns)
            throw new ArgumentException($"Expected a [{rows}×{columns}] matrix, found {matrix}.");
    }
}
