using System.Text.Json;

namespace Feedforward;

/// <summary>
/// The events of a run as they happen: one JSON object a line, <c>{"t":"epoch","epoch":3,…}</c>, each written at once. The same lines are a run's
/// <c>metrics.jsonl</c> and what <c>feedforward train --json</c> prints.
/// </summary>
public sealed class RunLog
{
    /// <summary>With more classes the counts of confusion would be most of the log.</summary>
    private const int MostClassesOfConfusion = 20;

    private readonly JsonLines _lines;

    /// <summary>A log that writes to a stream, which stays open.</summary>
    public RunLog(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _lines = new JsonLines(stream);
    }

    /// <summary>Writes an event of any kind.</summary>
    /// <param name="type">The member <c>t</c>.</param>
    /// <param name="members">Writes the other members.</param>
    public void Write(string type, Action<Utf8JsonWriter> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        _lines.Write(json =>
        {
            json.WriteString("t", type);
            members(json);
        });
    }

    /// <summary><c>epoch</c>; <c>hist</c> where it carries histograms; and <c>best</c> where it is the best so far.</summary>
    public void Epoch(Epoch epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        Write("epoch", json =>
        {
            json.WriteNumber("epoch", epoch.Number);
            json.WriteNumber("step", epoch.Step);
            json.WriteStartObject("train");
            json.Number("cost", epoch.TrainingCost);
            json.WriteEndObject();
            json.Measured("training", epoch.Training);
            json.Measured("validation", epoch.Validation);
            json.Number("penalty", epoch.Penalty);
            json.WriteNumber("lr", (float)epoch.LearningRate);
            if (epoch.Validation is { Confusion.Count: > 0 and <= MostClassesOfConfusion } validation) json.Counts("confusion", validation.Confusion);
            json.Numbers("grad_norm", epoch.GradientNorms);
            json.Numbers("delta_norm", epoch.ErrorNorms);
            json.Numbers("weight_norm", epoch.WeightNorms);
            json.Numbers("dead", epoch.DeadUnits);
            json.WriteNumber("zero", epoch.ZeroWeights);
            json.Number("sec", Math.Round(epoch.Seconds, 4));
        });
        if (epoch.WeightHistograms.Count > 0)
        {
            Write("hist", json =>
            {
                json.WriteNumber("epoch", epoch.Number);
                json.Histograms("weights", epoch.WeightHistograms);
                json.Histograms("gradients", epoch.GradientHistograms);
            });
        }
        if (!epoch.IsBest) return;
        Write("best", json =>
        {
            json.WriteNumber("epoch", epoch.Number);
            json.Measured("validation", epoch.Validation);
        });
    }

    /// <summary><c>warn</c>: something a person should know.</summary>
    public void Warn(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        Write("warn", json => json.Notice(notice));
    }

    /// <summary><c>test</c>: what the model does on the test rows.</summary>
    /// <param name="evaluation">What was measured.</param>
    /// <param name="pipeline">Names the columns that were predicted.</param>
    public void Test(Evaluation evaluation, Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(pipeline);
        Write("test", json => json.Evaluation(evaluation, pipeline));
    }
}
