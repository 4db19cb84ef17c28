using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pipeline.Faults.GameDay;

/// <summary>Talks to the pipeline as its agents and its two operators do.</summary>
internal sealed class PipelineClient(Uri address) : IDisposable
{
    /// <summary>The operators, both approvers; each one's name is the token too.</summary>
    public static readonly IReadOnlyList<string> Operators = ["ada", "bob"];

    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    private readonly Dictionary<string, string> keys = [];

    /// <summary>Every order that an agent was told is taken, by ClOrdId.</summary>
    public HashSet<string> Promised { get; } = [];

    /// <summary>Gives a strategy a key.</summary>
    public async Task EnrolAsync(string strategy)
    {
        var made = await ActAsync("v1/keys", $$"""{"strategy_id":"{{strategy}}","kind":"bearer","why":"a game day"}""");
        keys[strategy] = made.GetProperty("shown").GetProperty("secret").GetString()!;
    }

    /// <summary>Publishes an intent as a strategy's agent does. Returns the status and the answer.</summary>
    public async Task<(int Status, JsonElement Body)> PublishAsync(string strategy, string intent)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "v1/intents", intent, keys[strategy]);
        foreach (var order in status is 200 or 202 ? body.GetProperty("orders").EnumerateArray() : [])
        {
            Promised.Add(order.GetProperty("cl_ord_id").GetString()!);
        }

        return (status, body);
    }

    /// <summary>Asks as an operator.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task<JsonElement> GetAsync(string path) => Taken(path, await SendAsync(HttpMethod.Get, path, null, Operators[0]));

    /// <summary>Acts as an operator.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task<JsonElement> ActAsync(string path, string body, int who = 0) => Taken(path, await SendAsync(HttpMethod.Post, path, body, Operators[who]));

    /// <summary>Acts as an operator on what may have gone on by itself meanwhile. Returns whether the act still fitted.</summary>
    /// <exception cref="InvalidOperationException">It was refused for another reason.</exception>
    public async Task<bool> TryActAsync(string path, string body)
    {
        var answer = await SendAsync(HttpMethod.Post, path, body, Operators[0]);
        if (answer.Status == 409)
        {
            return false;
        }

        Taken(path, answer);
        return true;
    }

    /// <summary>The pipeline's time, and whether it has all that it needs.</summary>
    public async Task<(DateTimeOffset Now, bool IsReady)> HealthAsync()
    {
        var (_, body) = await SendAsync(HttpMethod.Get, "health/ready", null, Operators[0]);
        return (body.GetProperty("now").GetDateTimeOffset(), body.GetProperty("is_ready").GetBoolean());
    }

    public void Dispose() => http.Dispose();

    private static JsonElement Taken(string path, (int Status, JsonElement Body) answer) =>
        answer.Status < 300 ? answer.Body : throw new InvalidOperationException($"{path} is answered {answer.Status}: {answer.Body}");

    private async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body, string token)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }
}
