using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Feedforward.Tests.Fuzzing;

/// <summary>An input on which a reader failed.</summary>
internal sealed record FuzzFailure(long Number, byte[] Input, string What);

/// <summary>Feeds a target with inputs until so many, or so many seconds, are over, on several threads.</summary>
internal sealed class FuzzRun(IFuzzTarget target, ulong seed)
{
    /// <summary>An input may take so long of its thread's time on a processor, and so much memory.</summary>
    private const double MostSeconds = 1, MostMegabytes = 256;

    private const double HangSeconds = 300;

    private const int FailuresShown = 10;

    private const string Accepted = "accepted";

    private readonly Dictionary<string, long> _answers = [];
    private readonly List<FuzzFailure> _failures = [];
    private readonly Lock _lock = new();
    private long _next;

    /// <summary>How many inputs were read.</summary>
    internal long Inputs { get; private set; }

    internal TimeSpan Time { get; private set; }

    internal IReadOnlyList<FuzzFailure> Failures => _failures;

    /// <summary>How many inputs were taken for sound, and how many got each code.</summary>
    internal IReadOnlyDictionary<string, long> Answers => _answers;

    internal long AcceptedInputs => _answers.GetValueOrDefault(Accepted);

    /// <summary>Reads inputs.</summary>
    /// <param name="inputs">So many at most.</param>
    /// <param name="seconds">For so long at most.</param>
    /// <param name="threads">On so many threads; the inputs do not depend on it.</param>
    internal FuzzRun Go(long inputs, double seconds, int threads)
    {
        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(_ => new Worker(this, inputs, seconds, watch)).ToArray();
        while (workers.Any(worker => !worker.Wait(TimeSpan.FromSeconds(1))))
            if (workers.FirstOrDefault(worker => worker.Stuck > HangSeconds) is { } stuck)
            {
                Fail(stuck.Number, "it does not end");
                break;
            }
        Time = watch.Elapsed;
        return this;
    }

    /// <summary>Reads the input of a number again.</summary>
    internal string Replay(long number)
    {
        var random = new FuzzRandom(seed, number);
        return Answer(FuzzMutations.Input(target, random), random);
    }

    /// <summary>The input of a number.</summary>
    internal byte[] Input(long number) => FuzzMutations.Input(target, new FuzzRandom(seed, number));

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{target.Name}, seed {seed}: {Inputs:N0} inputs in {Time.TotalSeconds:0} s, {Inputs / Time.TotalSeconds:N0} a second, {_failures.Count} failures");
        foreach (var (answer, count) in _answers.OrderByDescending(pair => pair.Value))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {answer} {count:N0} ({100.0 * count / Inputs:0.00} %)");
        foreach (var failure in _failures.Take(FailuresShown)) text.AppendLine(CultureInfo.InvariantCulture, $"FAILED input {failure.Number}: {failure.What}");
        return text.ToString();
    }

    /// <summary>"accepted", or the code of the product's own refusal.</summary>
    private string Answer(byte[] input, FuzzRandom random)
    {
        try
        {
            target.Read(input, random);
            return Accepted;
        }
        catch (FeedforwardException refusal)
        {
            return refusal.Code;
        }
    }

    private void Fail(long number, string what)
    {
        lock (_lock) _failures.Add(new FuzzFailure(number, Input(number), what));
    }

    private sealed class Worker
    {
        private readonly FuzzRun _run;
        private readonly Dictionary<string, long> _answers = [];
        private readonly Thread _thread;
        private long _number, _began = Stopwatch.GetTimestamp();

        internal Worker(FuzzRun run, long inputs, double seconds, Stopwatch watch)
        {
            _run = run;
            _thread = new Thread(() => Work(inputs, seconds, watch)) { IsBackground = true };
            _thread.Start();
        }

        internal long Number => Volatile.Read(ref _number);

        /// <summary>For how many seconds the input at hand has been read.</summary>
        internal double Stuck => _thread.IsAlive ? Stopwatch.GetElapsedTime(Volatile.Read(ref _began)).TotalSeconds : 0;

        internal bool Wait(TimeSpan time) => _thread.Join(time);

        private void Work(long inputs, double seconds, Stopwatch watch)
        {
            long count = 0;
            while (watch.Elapsed.TotalSeconds < seconds && Interlocked.Increment(ref _run._next) - 1 is var number && number < inputs)
            {
                Volatile.Write(ref _number, number);
                Try(number);
                count++;
            }
            lock (_run._lock)
            {
                _run.Inputs += count;
                foreach (var (answer, times) in _answers) _run._answers[answer] = _run._answers.GetValueOrDefault(answer) + times;
            }
        }

        private void Try(long number)
        {
            Volatile.Write(ref _began, Stopwatch.GetTimestamp());
            double began = ThreadTime.Seconds;
            long before = GC.GetAllocatedBytesForCurrentThread();
            string answer;
            try
            {
                answer = _run.Replay(number);
            }
            catch (Exception crash)
            {
                _run.Fail(number, crash.ToString());
                return;
            }
            double megabytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1048576.0;
            double seconds = ThreadTime.Seconds - began;
            if (megabytes > MostMegabytes) _run.Fail(number, string.Create(CultureInfo.InvariantCulture, $"it takes {megabytes:0} MB"));
            else if (seconds > MostSeconds) _run.Fail(number, string.Create(CultureInfo.InvariantCulture, $"it takes {seconds:0.0} s"));
            else _answers[answer] = _answers.GetValueOrDefault(answer) + 1;
        }
    }
}
