using System.Text.RegularExpressions;
using Feedforward.Pictures;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Feedforward.Studio.Tests.Pictures;

/// <summary>The picture of a network as a string, without a browser.</summary>
public class NetworkDiagramTests
{
    private static readonly Network Small = new(2, new Dense(3, Activation.Sigmoid), new Dense(2, Activation.Softmax));

    [Fact]
    public async Task Every_neuron_and_weight_of_a_small_network_is_drawn()
    {
        string html = await Render(new() { ["Network"] = Small, ["Parameters"] = Parameters.Initialize(Small, 1) });
        Assert.Equal(2 + 3 + 2, Count(html, "class=\"disc\""));
        Assert.Equal((2 * 3) + (3 * 2), Count(html, "class=\"stroke\""));
        Assert.Contains("role=\"img\"", html);
        Assert.Contains("2 → 3 sigmoid → 2 softmax", System.Net.WebUtility.HtmlDecode(html));
        Assert.DoesNotContain("data-cell", html);
    }

    [Fact]
    public async Task A_wide_layer_shows_its_first_eight_and_last_two()
    {
        var network = new Network(784, new Dense(16, Activation.ReLU), new Dense(10, Activation.Softmax));
        string html = await Render(new() { ["Network"] = network, ["Parameters"] = Parameters.Initialize(network, 1), ["NeuronText"] = (Func<NeuronPlace, string?>)(n => n.Name()) });
        Assert.Equal(10 + 16 + 10, Count(html, "class=\"disc\""));
        Assert.Equal(1, Count(html, "⋮"));
        Assert.Contains("x₇₈₄", html);
        Assert.DoesNotContain("x₉<", html);
    }

    [Fact]
    public async Task A_weight_below_zero_is_dashed_and_one_of_zero_is_faint()
    {
        var parameters = new Parameters(new ParameterLayout(Small));
        parameters.Weights(0)[1, 2] = -0.5f;
        string html = await Render(new() { ["Network"] = Small, ["Parameters"] = parameters, ["ShowTable"] = true });
        Assert.Equal(1, Count(html, "class=\"weight minus\""));
        Assert.Equal(11, Count(html, "class=\"weight plus zero\""));
        Assert.Contains("<td>w¹₂₃</td><td>−0.5</td>", html);
    }

    [Fact]
    public async Task A_dropped_neuron_is_crossed_and_its_weights_are_faint()
    {
        string html = await Render(new() { ["Network"] = Small, ["Parameters"] = Parameters.Initialize(Small, 1), ["IsDropped"] = (Func<NeuronPlace, bool>)(n => n == new NeuronPlace(1, 0)) });
        Assert.Equal(1, Count(html, "class=\"cross\""));
        Assert.Equal(2 + 2, Regex.Count(html, "class=\"weight [a-z ]*faint\""));
    }

    [Fact]
    public async Task What_can_be_chosen_is_a_grid_of_buttons_with_one_entry()
    {
        object nobody = new();
        string html = await Render(new()
        {
            ["Network"] = Small,
            ["Parameters"] = Parameters.Initialize(Small, 1),
            ["ChosenNeuron"] = new NeuronPlace(1, 2),
            ["OnNeuron"] = EventCallback.Factory.Create<NeuronPlace>(nobody, _ => { }),
            ["OnWeight"] = EventCallback.Factory.Create<WeightPlace>(nobody, _ => { }),
        });
        Assert.Equal(7 + 12, Count(html, "data-cell="));
        Assert.Equal(1, Count(html, "tabindex=\"0\""));
        Assert.Equal(1, Count(html, "aria-pressed=\"true\""));
        Assert.Contains("role=\"group\"", html);
    }

    [Fact]
    public void Names_have_layer_and_numbers()
    {
        Assert.Equal("x₂", new NeuronPlace(0, 1).Name("δ"));
        Assert.Equal("δ¹₃", new NeuronPlace(1, 2).Name("δ"));
        Assert.Equal("w²₁₂", new WeightPlace(1, 0, 1).Name());
        Assert.Equal("w¹₁₀,₂", new WeightPlace(0, 9, 1).Name());
    }

    private static int Count(string text, string part) => Regex.Count(text, Regex.Escape(part));

    private static async Task<string> Render(Dictionary<string, object?> parameters)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        string html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<NetworkDiagram>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return System.Net.WebUtility.HtmlDecode(html);
    }
}
