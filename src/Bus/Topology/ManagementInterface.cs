using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Bus.Topology;

/// <summary>The broker's management interface, as the user and for the virtual host of the broker's address.</summary>
public sealed class ManagementInterface : IDisposable
{
    private readonly HttpClient http;
    private readonly string virtualHost;

    /// <param name="options">The broker's address and that of its management interface, and how both are encrypted.</param>
    public ManagementInterface(BusOptions options)
    {
        var address = BrokerAddress.Parse(options.Broker);
        virtualHost = Uri.EscapeDataString(address.VirtualHost);
        var api = new Uri(options.BrokerManagement.TrimEnd('/') + "/api/");
        http = new HttpClient(BrokerTls.CallerOf(api, options)) { BaseAddress = api, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.User}:{address.Password}")));
    }

    /// <exception cref="HttpRequestException">It does not answer, or not to this user.</exception>
    public async Task<BrokerState> LookAsync(CancellationToken cancellationToken)
    {
        var exchanges = await ListAsync<Exchange>("exchanges", cancellationToken).ConfigureAwait(false);
        var queues = await ListAsync<Queue>("queues", cancellationToken).ConfigureAwait(false);
        var bindings = await ListAsync<Binding>("bindings", cancellationToken).ConfigureAwait(false);
        var policies = await ListAsync<Policy>("policies", cancellationToken).ConfigureAwait(false);
        return new BrokerState(
            exchanges.ToDictionary(exchange => exchange.Name, exchange => exchange.Type),
            queues.ToDictionary(queue => queue.Name, queue => new StandingQueue(Texts(queue.Arguments), queue.Policy ?? "")),
            bindings.Select(binding => new StandingBinding(binding.Source, binding.Destination, binding.DestinationType == "queue")).ToHashSet(),
            policies.ToDictionary(policy => policy.Name, policy => new StandingPolicy(policy.Pattern, Texts(policy.Definition))));
    }

    /// <summary>
    /// How many messages a queue has given up and keeps, since the queue that they are to go to has not taken them: whoever reads it does not get them. What is told may be
    /// as old as <see cref="Lag"/>.
    /// </summary>
    /// <exception cref="HttpRequestException">It does not answer, or not to this user.</exception>
    public async Task<long> GivenUpAsync(string queue, CancellationToken cancellationToken)
    {
        var depth = await http.GetFromJsonAsync<Depth>($"queues/{virtualHost}/{Uri.EscapeDataString(queue)}", cancellationToken).ConfigureAwait(false);
        return depth!.Messages - depth.Ready - depth.Unacknowledged;
    }

    /// <summary>How old a count of messages may be: a queue tells it every five seconds, and the interface asks as often.</summary>
    public static TimeSpan Lag { get; } = TimeSpan.FromSeconds(12);

    /// <summary>Sets a policy, or changes the one of that name.</summary>
    /// <exception cref="HttpRequestException">It does not answer, or not to this user.</exception>
    public async Task SetAsync(QueuePolicy policy, CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, object> { ["pattern"] = policy.Pattern, ["definition"] = policy.Definition, ["apply-to"] = "queues", ["priority"] = 0 };
        using var answer = await http.PutAsJsonAsync($"policies/{virtualHost}/{policy.Name}", body, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();

    private async Task<T[]> ListAsync<T>(string what, CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<T[]>($"{what}/{virtualHost}", cancellationToken).ConfigureAwait(false) ?? [];

    private static Dictionary<string, string> Texts(Dictionary<string, JsonElement> of) => of.ToDictionary(
        entry => entry.Key, entry => entry.Value.ValueKind == JsonValueKind.Number ? entry.Value.GetInt64().ToString(CultureInfo.InvariantCulture) : entry.Value.ToString());

    private sealed record Exchange([property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("type")] string Type);

    private sealed record Queue(
        [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("policy")] string? Policy,
        [property: JsonPropertyName("arguments")] Dictionary<string, JsonElement> Arguments);

    private sealed record Depth(
        [property: JsonPropertyName("messages")] long Messages, [property: JsonPropertyName("messages_ready")] long Ready,
        [property: JsonPropertyName("messages_unacknowledged")] long Unacknowledged);

    private sealed record Binding(
        [property: JsonPropertyName("source")] string Source, [property: JsonPropertyName("destination")] string Destination,
        [property: JsonPropertyName("destination_type")] string DestinationType);

    private sealed record Policy(
        [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("pattern")] string Pattern,
        [property: JsonPropertyName("definition")] Dictionary<string, JsonElement> Definition);
}
