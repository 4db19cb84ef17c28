using System.Net.Http.Headers;
using System.Text;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;

namespace Pipeline.Host.Bench;

/// <summary>
/// Measures how many questions a second a process answers, over HTTP, with every limit set in every scope: <c>POST /v1/intents:check</c> of one
/// line each, from clients that each wait for their answer. Clients and process share the machine.
/// </summary>
internal static class ChecksBench
{
    private const string Strategy = "bench";

    private static readonly string[] Symbols = ["AAPL", "MSFT", "NVDA", "AMZN", "META", "TSLA", "AMD", "INTC", "KO", "XOM"];

    public static async Task<ChecksBenchResult> RunAsync(OptionSet options, string limitsFile, int clients, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(limitsFile, EveryLimit.File(Strategy, Symbols), cancellationToken).ConfigureAwait(false);
        await using var app = PipelineProcess.Build(options, Workers.Names, logToConsole: false);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = new Uri(app.Urls.Single()) };
        await UntilAnsweredAsync(http, cancellationToken).ConfigureAwait(false);
        await PostOrdersAsync(http, cancellationToken).ConfigureAwait(false);
        await AskAsync(http, clients, warmUp, cancellationToken).ConfigureAwait(false);
        var began = TimeProvider.System.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        var times = await AskAsync(http, clients, duration, cancellationToken).ConfigureAwait(false);
        var took = TimeProvider.System.GetElapsedTime(began);
        used = Environment.CpuUsage.TotalTime - used;
        await app.StopAsync(cancellationToken).ConfigureAwait(false);
        times.Sort();
        return new ChecksBenchResult(clients, times.Count, times.Count / took.TotalSeconds, times[times.Count / 2], times[times.Count * 99 / 100], times[^1],
            used.TotalMilliseconds / times.Count);
    }

    // Positions and open orders in every symbol, so that there is something to count.
    private static async Task PostOrdersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        foreach (var (symbol, i) in Symbols.Select((symbol, i) => (symbol, i)))
        {
            using var answer = await http.PostAsync("/v1/intents", Intent($"seed-{i}", symbol), cancellationToken).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task UntilAnsweredAsync(HttpClient http, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await http.PostAsync("/v1/intents:check", Intent("first", Symbols[0]), cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            if (tries == 100)
            {
                throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<List<double>> AskAsync(HttpClient http, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var times = new List<double>();
            for (var i = 0; TimeProvider.System.GetElapsedTime(began) < duration; i++)
            {
                var asked = TimeProvider.System.GetTimestamp();
                using var answer = await http.PostAsync("/v1/intents:check", Intent($"ask-{client}-{i}", Symbols[i % Symbols.Length]), cancellationToken).ConfigureAwait(false);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                times.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
            }

            return times;
        }, cancellationToken))).ConfigureAwait(false);
        return [.. all.SelectMany(times => times)];
    }

    private static StringContent Intent(string rebalance, string symbol) => new(
        $$"""{"strategy_id":"{{Strategy}}","rebalance_id":"{{rebalance}}","portfolio":"core","orders":[{"symbol":"{{symbol}}","side":"buy","qty":10,"order_type":"market"}]}""",
        Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}

/// <summary>How many questions were answered, how long each took, and how much of a processor it used, clients and process together.</summary>
internal sealed record ChecksBenchResult(int Clients, int Checks, double ChecksPerSecond, double P50Ms, double P99Ms, double MaxMs, double ProcessorMs);
