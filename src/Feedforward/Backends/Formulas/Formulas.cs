namespace Feedforward.Backends;

/// <summary>
/// The functions that act on each number of a layer by itself: a = f(z). Some take a parameter p.
/// At a kink the slope is the one from the left.
/// </summary>
public enum Elementwise
{
    /// <summary>a = z.</summary>
    Identity,

    /// <summary>a = 1 / (1 + e⁻ᶻ). Slope a(1 − a).</summary>
    Sigmoid,

    /// <summary>a = tanh z. Slope 1 − a².</summary>
    Tanh,

    /// <summary>a = max(z, 0). Slope 1 where z &gt; 0, else 0. Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010.</summary>
    ReLU,

    /// <summary>a = z where z &gt; 0, else p·z. Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.</summary>
    LeakyReLU,

    /// <summary>a = z where z &gt; 0, else p(eᶻ − 1). Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2016.</summary>
    Elu,

    /// <summary>a = λz where z &gt; 0, else λα(eᶻ − 1), with λ and α that keep mean 0 and variance 1. Klambauer and others, "Self-normalizing neural networks", 2017.</summary>
    Selu,

    /// <summary>a = z·Φ(z), Φ(z) = ½(1 + erf(z/√2)). Hendrycks and Gimpel, "Gaussian error linear units", 2016.</summary>
    Gelu,

    /// <summary>a = z / (1 + e⁻ᶻ). Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", 2018.</summary>
    SiLU,

    /// <summary>a = z·tanh(ln(1 + eᶻ)). Misra, "Mish: a self regularized non-monotonic activation function", 2020.</summary>
    Mish,

    /// <summary>a = ln(1 + eᶻ). Slope 1 − e⁻ᵃ. Dugas and others, "Incorporating second-order functional knowledge for better option pricing", 2001.</summary>
    Softplus,
}

/// <summary>An elementwise function and its slope, written once for every lane.</summary>
internal interface IElementwiseFormula
{
    /// <summary>Whether the slope is computed from z; otherwise from a = f(z) alone, and z may be anything.</summary>
    static abstract bool SlopeNeedsInput { get; }

    /// <summary>f(z).</summary>
    static abstract T Value<T>(T z, T parameter)
        where T : struct, ILane<T>;

    /// <summary>∂f/∂z at z, where a = f(z).</summary>
    static abstract T Slope<T>(T z, T a, T parameter)
        where T : struct, ILane<T>;
}

/// <summary>What is to be done with a formula: <see cref="Formulas.Dispatch{TAction}"/> calls it with the formula as a type.</summary>
internal interface IFormulaAction
{
    void Invoke<TFormula>()
        where TFormula : struct, IElementwiseFormula;
}

/// <summary>From a member of <see cref="Elementwise"/> to its formula.</summary>
internal static class Formulas
{
    /// <summary>Runs the action with the formula of <paramref name="kind"/> as its type argument, so that its loop is compiled for that formula.</summary>
    internal static void Dispatch<TAction>(Elementwise kind, ref TAction action)
        where TAction : struct, IFormulaAction
    {
        switch (kind)
        {
            case Elementwise.Identity: action.Invoke<IdentityFormula>(); break;
            case Elementwise.Sigmoid: action.Invoke<SigmoidFormula>(); break;
            case Elementwise.Tanh: action.Invoke<TanhFormula>(); break;
            case Elementwise.ReLU: action.Invoke<ReLUFormula>(); break;
            case Elementwise.LeakyReLU: action.Invoke<LeakyReLUFormula>(); break;
            case Elementwise.Elu: action.Invoke<EluFormula>(); break;
            case Elementwise.Selu: action.Invoke<SeluFormula>(); break;
            case Elementwise.Gelu: action.Invoke<GeluFormula>(); break;
            case Elementwise.SiLU: action.Invoke<SiLUFormula>(); break;
            case Elementwise.Mish: action.Invoke<MishFormula>(); break;
            case Elementwise.Softplus: action.Invoke<SoftplusFormula>(); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <summary>f(z) in any lane; for a loop over many numbers use <see cref="Dispatch{TAction}"/>.</summary>
    internal static T Value<T>(Elementwise kind, T z, T parameter)
        where T : struct, ILane<T>
    {
        var action = new ValueOf<T> { Z = z, Parameter = parameter };
        Dispatch(kind, ref action);
        return action.Result;
    }

    /// <summary>∂f/∂z in any lane, where a = f(z).</summary>
    internal static T Slope<T>(Elementwise kind, T z, T a, T parameter)
        where T : struct, ILane<T>
    {
        var action = new SlopeOf<T> { Z = z, A = a, Parameter = parameter };
        Dispatch(kind, ref action);
        return action.Result;
    }

    internal static float Value(Elementwise kind, float z, float parameter) => Value(kind, new Scalar(z), new Scalar(parameter)).Value;

    internal static float Slope(Elementwise kind, float z, float a, float parameter) =>
        Slope(kind, new Scalar(z), new Scalar(a), new Scalar(parameter)).Value;

    internal static double ValueInDouble(Elementwise kind, double z, double parameter) =>
        Value(kind, new Double64(z), new Double64(parameter)).Value;

    internal static double SlopeInDouble(Elementwise kind, double z, double parameter)
    {
        var a = Value(kind, new Double64(z), new Double64(parameter));
        return Slope(kind, new Double64(z), a, new Double64(parameter)).Value;
    }

    /// <summary>Whether the slope is computed from z, so that z has to be kept beside a.</summary>
    internal static bool SlopeNeedsInput(Elementwise kind)
    {
        var action = new NeedsInput();
        Dispatch(kind, ref action);
        return action.Result;
    }

    private struct ValueOf<T> : IFormulaAction
        where T : struct, ILane<T>
    {
        internal T Z, Parameter, Result;

        public void Invoke<TFormula>()
            where TFormula : struct, IElementwiseFormula => Result = TFormula.Value(Z, Parameter);
    }

    private struct SlopeOf<T> : IFormulaAction
        where T : struct, ILane<T>
    {
        internal T Z, A, Parameter, Result;

        public void Invoke<TFormula>()
            where TFormula : struct, IElementwiseFormula => Result = TFormula.Slope(Z, A, Parameter);
    }

    private struct NeedsInput : IFormulaAction
    {
        internal bool Result;

        public void Invoke<TFormula>()
            where TFormula : struct, IElementwiseFormula => Result = TFormula.SlopeNeedsInput;
    }
}
