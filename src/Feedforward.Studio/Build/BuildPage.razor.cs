using System.Globalization;
using Microsoft.AspNetCore.Components.Routing;

namespace Feedforward.Studio.Build;

/// <summary>The Build room: data, check, network, training.</summary>
public partial class BuildPage
{
    private readonly CancellationTokenSource _closed = new();
    private BuildState _state = BuildState.Read("");
    private IReadOnlyList<string> _files = [];
    private (string? Data, string? Target)? _asked;
    private Preparation? _prepared;
    private Notice? _failure, _startFailure;
    private bool _reading;

    private string Command => "feedforward " + string.Join(' ', _state.Arguments(_prepared?.Target).Select(Quoted));

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _files = Files.DataFiles();
        Navigation.LocationChanged += Moved;
        _ = ReadAddress();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        _closed.Cancel();
        _closed.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == "/build") _ = InvokeAsync(ReadAddress);
    }

    private void Go(BuildState state) => Navigation.NavigateTo("/build" + state.Query(), replace: true);

    private void Choose(string? data) => Go(_state with { Data = string.IsNullOrEmpty(data) ? null : data, Target = null });

    private void SetUnits(int layer, object? value)
    {
        if (int.TryParse(value as string, NumberStyles.None, CultureInfo.InvariantCulture, out int units) && units is >= 1 and <= 4096)
            Go(_state with { Hidden = [.. _state.Hidden.Select((old, i) => i == layer ? units : old)] });
    }

    /// <summary>Takes the address's form; data are read when they are others than before.</summary>
    private async Task ReadAddress()
    {
        _state = BuildState.Read(new Uri(Navigation.Uri).Query);
        _startFailure = null;
        if (_asked == (_state.Data, _state.Target))
        {
            StateHasChanged();
            return;
        }
        var asked = (_state.Data, _state.Target);
        (_asked, _failure) = (asked, null);
        if (asked.Data is null)
        {
            _prepared = null;
            StateHasChanged();
            return;
        }
        _reading = true;
        StateHasChanged();
        Preparation? prepared = null;
        Notice? failure = null;
        try
        {
            prepared = await Task.Run(() => Preparation.Of(Files, asked.Data, asked.Target));
        }
        catch (FeedforwardException e)
        {
            failure = e.Notice;
        }
        if (_asked != asked || _closed.IsCancellationRequested) return;
        (_prepared, _failure, _reading) = (prepared, failure, false);
        StateHasChanged();
    }

    private void Train()
    {
        try
        {
            string stem = Path.GetFileNameWithoutExtension(Path.GetFileName(_state.Data!)) is { Length: > 0 } name ? name.Split('.')[0] : "run";
            string run = Trainings.Start(stem, _state.Arguments(_prepared!.Target));
            Navigation.NavigateTo("/runs/" + Uri.EscapeDataString(run));
        }
        catch (OptionException e)
        {
            _startFailure = e.Notice;
        }
    }

    /// <summary>A word as a shell takes it for one word.</summary>
    internal static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ',' or ':' or '=') ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
