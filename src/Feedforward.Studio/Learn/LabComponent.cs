using System.Globalization;
using Feedforward.Pictures;
using Feedforward.Studio.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace Feedforward.Studio.Learn;

/// <summary>
/// What all labs have: a state that is the page's address, and the session that plays it. A lab says which knobs it has, how a lane is set up,
/// and how a moment looks.
/// </summary>
public abstract class LabComponent : ComponentBase, IDisposable
{
    private const int FramesPerSecond = 30;

    private readonly CancellationTokenSource _closed = new();
    private string? _tab;
    private Viewer? _viewer;
    private string? _setup;

    /// <summary>The number of the lab.</summary>
    [Parameter, EditorRequired] public int Number { get; set; }

    [Inject] public NavigationManager Navigation { get; set; } = default!;

    [Inject] public IJSRuntime Browser { get; set; } = default!;

    [Inject] public SessionRegistry Registry { get; set; } = default!;

    public Lab Lab => Lab.Find(Number)!;

    /// <summary>What the address says.</summary>
    public LabState State { get; private set; } = default!;

    /// <summary>The training that is played; null until the browser has told who it is, and where the setup makes no sense.</summary>
    public TrainingSession? Session => _viewer?.Session;

    /// <summary>What is wrong with the setup, or null.</summary>
    public Notice? Refusal { get; private set; }

    /// <summary>Whether the reader wants no motion.</summary>
    public bool IsStill { get; private set; }

    /// <summary>What can be changed.</summary>
    public abstract IReadOnlyList<Knob> Knobs { get; }

    /// <summary>The knob that lane B differs in at first, and its value there; null for no lane B.</summary>
    public virtual (string Name, string Value)? Difference => null;

    /// <summary>Named states: the address's query of each; the texts are <c>lab.SLUG.preset.NAME</c>.</summary>
    public abstract IReadOnlyList<Preset> Presets { get; }

    /// <summary>How fast it plays at speed 1.</summary>
    public virtual double StepsPerSecond => 10;

    /// <summary>The training of a lane.</summary>
    /// <exception cref="OptionException">A setup that makes no sense.</exception>
    public abstract LaneSetup SetUp(LabState lane);

    /// <summary>What has just happened, in one sentence with numbers.</summary>
    public abstract string Happened();

    /// <summary>The numbers of all pictures as one table.</summary>
    public abstract PictureTable Table();

    /// <summary>The experiment as C#, to be run by anybody.</summary>
    public abstract string Code();

    /// <summary>The experiment as a command where there is one, else null.</summary>
    public virtual string? Command() => null;

    /// <summary>What lane B has of a knob when it is opened: another value than lane A's, so that there is something to see.</summary>
    public virtual string OtherValue(Knob knob) => knob switch
    {
        ChoiceKnob choice => choice.Words.FirstOrDefault(word => word != State.Text(knob.Name), choice.Usual),
        NumberKnob number => new[] { 2 * State.Number(knob.Name), number.Low, number.High }.Where(value => value >= number.Low && value <= number.High)
            .Select(NumberKnob.Text).First(text => text != State.Text(knob.Name)),
        _ => State.Text(knob.Name),
    };

    /// <summary>Told when a new session is there.</summary>
    public virtual void Renewed() { }

    /// <summary>What a lane is called.</summary>
    public static string LetterOf(int lane) => lane == 0 ? "A" : "B";

    /// <summary>Changes the state: the address follows, and the page with it.</summary>
    public void Go(LabState state) => Navigation.NavigateTo(Lab.Address + state.Query(), replace: true);

    /// <summary>Begins anew with the same setup.</summary>
    public void Reset()
    {
        _setup = null;
        Renew(fresh: true);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += Moved;
        ReadAddress();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _tab = await Browser.InvokeAsync<string>("feedforward.tab", _closed.Token);
        IsStill = await Browser.InvokeAsync<bool>("feedforward.reducedMotion", _closed.Token);
        if (_closed.IsCancellationRequested) return;
        Renew(fresh: false);
        StateHasChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        _closed.Cancel();
        _viewer?.Dispose();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Told when the page is left.</summary>
    protected virtual void Dispose(bool disposing) { }

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath != Lab.Address) return;
        ReadAddress();
        Renew(fresh: false);
        _ = InvokeAsync(StateHasChanged);
    }

    private void ReadAddress() => State = LabState.Read(Knobs, Difference?.Name, Difference?.Value, new Uri(Navigation.Uri).Query);

    private void Renew(bool fresh)
    {
        if (_tab is null || (_setup == State.Setup() && !fresh)) return;
        _setup = State.Setup();
        string owner = string.Create(CultureInfo.InvariantCulture, $"{_tab}/{Number}");
        double speed = Session?.Speed ?? 1;
        var old = _viewer;
        try
        {
            // A fresh one differs from the old by a name that no address can have.
            string setup = fresh ? _setup + "\n" + Environment.TickCount64.ToString(CultureInfo.InvariantCulture) : _setup;
            var lanes = State.Lanes();
            _viewer = Registry.View(owner, setup, () => new TrainingSession([.. lanes.Select(SetUp)], StepsPerSecond) { Speed = speed });
            (Refusal, old) = (null, old == _viewer ? null : old);
            old?.Dispose();
            Renewed();
            _ = Watch(_viewer.Session);
        }
        catch (FeedforwardException e)
        {
            old?.Dispose();
            (_viewer, Refusal) = (null, e.Notice);
        }
    }

    /// <summary>Draws again whenever there is something new: the page asks, so that a slow browser is not sent more than it can show.</summary>
    private async Task Watch(TrainingSession session)
    {
        long seen = session.Version;
        while (!_closed.IsCancellationRequested && Session == session)
        {
            await session.Changed(seen);
            seen = session.Version;
            await InvokeAsync(StateHasChanged);
            await Task.Delay(1000 / FramesPerSecond);
        }
    }
}

/// <summary>A named state of a lab.</summary>
/// <param name="Name">The last part of its text's key.</param>
/// <param name="Query">The state, as the address says it.</param>
/// <param name="IsGood">Whether it is an example to follow, or one to learn from.</param>
public sealed record Preset(string Name, string Query, bool IsGood = true);
