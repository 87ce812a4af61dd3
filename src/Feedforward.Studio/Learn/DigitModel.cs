namespace Feedforward.Studio.Learn;

/// <summary>
/// A network that knows our own digits. It is trained when a reader asks for it, for a few seconds, and is then there for everyone until the studio ends.
/// </summary>
public sealed class DigitModel : IDisposable
{
    /// <summary>Images to learn from, and images that it is measured with.</summary>
    public const int TrainingImages = 6000, TestImages = 1000;

    /// <summary>How often it sees them all.</summary>
    public const int Epochs = 8;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private Task _training = Task.CompletedTask;

    /// <summary>Told from another thread when there is something new.</summary>
    public event Action? Changed;

    /// <summary>The network that is trained.</summary>
    public static Network Network { get; } = new(DrawnDigit.Side * DrawnDigit.Side, new Dense(64, Activation.ReLU), new Dense(10, Activation.Softmax));

    /// <summary>One image of each digit, that it has not learned from: 0 to 9.</summary>
    public static IReadOnlyList<float[]> Samples => TheSamples.Value;

    /// <summary>The trained model, or null before that.</summary>
    public Model? Model { get; private set; }

    /// <summary>Whether it is being trained.</summary>
    public bool IsTraining { get; private set; }

    /// <summary>Epochs done.</summary>
    public int Epoch { get; private set; }

    /// <summary>The share of test images that it knows after the last epoch; null before the first.</summary>
    public double? Accuracy { get; private set; }

    /// <summary>Begins, unless it is trained or being trained.</summary>
    public void Train()
    {
        lock (_lock)
        {
            if (IsTraining || Model is not null) return;
            IsTraining = true;
            _training = Task.Run(Run);
        }
        Changed?.Invoke();
    }

    /// <summary>The ten probabilities of an image.</summary>
    public float[] Probabilities(float[] image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var answers = new float[10];
        Model!.Predict(image, answers);
        return answers;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _training.Wait();
        _end.Dispose();
    }

    private static readonly Lazy<IReadOnlyList<float[]>> TheSamples = new(() =>
    {
        var images = Generators.Digits(TrainingImages + TestImages);
        return [.. Enumerable.Range(0, 10).Select(digit => Enumerable.Range(TrainingImages, TestImages).First(row => images.Labels![row] == digit))
            .Select(row => images.Pixels(row).ToArray().Select(pixel => pixel / 255f).ToArray())];
    });

    private void Run()
    {
        try
        {
            var images = Generators.Digits(TrainingImages + TestImages);
            var pipeline = Pipeline.ForImages(images);
            var train = pipeline.Apply(images.Take(TrainingImages));
            var test = pipeline.Apply(images.Select([.. Enumerable.Range(TrainingImages, TestImages)]));
            var model = new Model(Network);
            foreach (var epoch in model.Epochs(train, test, new TrainingOptions { Optimizer = new Adam(0.002f), Batch = 32, Epochs = Epochs }, cancellation: _end.Token))
            {
                (Epoch, Accuracy) = (epoch.Number, epoch.Validation?.Accuracy);
                Changed?.Invoke();
            }
            Model = model;
        }
        catch (OperationCanceledException)
        {
            // The studio ends.
        }
        finally
        {
            IsTraining = false;
            Changed?.Invoke();
        }
    }
}
