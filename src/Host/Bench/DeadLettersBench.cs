using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Host.Bench;

/// <summary>
/// Measures an on-call's work on many dead letters, over HTTP: listing pages of them, and replaying them all in one run. Half are news of
/// orders, which go to their queue again; half are orders that were never sent, which begin at validation in a new pass.
/// </summary>
internal static class DeadLettersBench
{
    private const string Token = "bench";
    private const int Pages = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);

    private static readonly string[] Lists =
    [
        "/v1/dead-letters?limit=100", "/v1/dead-letters?limit=500", "/v1/dead-letters?symbol=S7&limit=100", "/v1/dead-letters?reason=quote&stage=validation&limit=100",
        "/v1/dead-letters?strategy_id=bench&older_than=1s&limit=100", "/v1/dead-letters/groups",
    ];

    /// <summary>The operator's token as the setting has it.</summary>
    public static string Tokens => $"bench={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))}";

    /// <returns>What was measured; null when the process was told to stop before (SIGTERM, Ctrl+C).</returns>
    public static async Task<DeadLettersBenchResult?> RunAsync(OptionSet options, int count, int rate, TextWriter progress, CancellationToken cancellationToken)
    {
        await using var app = PipelineProcess.Build(options, Workers.Names, logToConsole: false);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);

        // The host takes the signal and stops serving: what is measured then has come to its end.
        var stopping = app.Lifetime.ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            return await MeasureAsync(app, count, rate, progress, ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException && stopping.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<DeadLettersBenchResult> MeasureAsync(WebApplication app, int count, int rate, TextWriter progress, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(5) };
        var store = app.Services.GetRequiredService<IStore>();
        await SeedAsync(store, count, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var pages = new List<PageTime>();
        foreach (var list in Lists)
        {
            pages.Add(await TimeAsync(http, list, cancellationToken).ConfigureAwait(false));
        }

        // The first page says nothing of those far down.
        pages.Add(await TimeAsync(http, $"/v1/dead-letters?limit=100&before={count / 2}", cancellationToken).ConfigureAwait(false));
        var (told, took, run) = await ReplayAsync(http, rate, progress, cancellationToken).ConfigureAwait(false);
        return new DeadLettersBenchResult(
            count, pages, run.GetProperty("replayed").GetInt32(), run.GetProperty("worked_off").GetInt32(), run.GetProperty("failed_again").GetInt32(), told.TotalSeconds,
            run.GetProperty("replayed").GetInt32() / told.TotalSeconds, took.TotalSeconds, run.GetProperty("replayed").GetInt32() / took.TotalSeconds);
    }

    // How long until all were replayed, and until all of them were worked off too. It waits as long as any is worked off.
    private static async Task<(TimeSpan Told, TimeSpan Took, JsonElement Run)> ReplayAsync(HttpClient http, int rate, TextWriter progress, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/replay-runs") { Content = JsonContent.Create(new { why = "bench", all = true, rate, canary = false }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var begun = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        begun.EnsureSuccessStatusCode();
        TimeSpan? told = null;
        var (least, leastAt, printed) = (int.MaxValue, TimeSpan.Zero, TimeSpan.Zero);
        while (true)
        {
            var run = await http.GetFromJsonAsync<JsonElement>("/v1/replay-runs/1", cancellationToken).ConfigureAwait(false);
            told ??= run.GetProperty("replayed").GetInt32() == run.GetProperty("total").GetInt32() ? TimeProvider.System.GetElapsedTime(began) : null;
            var (waiting, elapsed) = (run.GetProperty("waiting").GetInt32(), TimeProvider.System.GetElapsedTime(began));
            if (waiting == 0 && told is { } all)
            {
                return (all, elapsed, run);
            }

            (least, leastAt) = waiting < least || told is null ? (waiting, elapsed) : (least, leastAt);
            if (elapsed - leastAt >= Patience)
            {
                throw new InvalidOperationException($"Nothing was worked off in {Patience.TotalSeconds:0} s: {run}");
            }

            if (elapsed - printed >= ProgressEvery)
            {
                printed = elapsed;
                await progress.WriteLineAsync($"{elapsed.TotalSeconds,6:0} s  replayed {run.GetProperty("replayed")}  worked off {run.GetProperty("worked_off")}  waiting {waiting}").ConfigureAwait(false);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<PageTime> TimeAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i <= Pages; i++)
        {
            var asked = TimeProvider.System.GetTimestamp();
            using var answer = await http.GetAsync(path, cancellationToken).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            times.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
        }

        // The first compiles.
        var sorted = times.Skip(1).Order().ToList();
        return new PageTime(path, sorted[sorted.Count / 2], sorted[^1]);
    }

    private static async Task SeedAsync(IStore store, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stack = string.Join('\n', Enumerable.Repeat("   at Pipeline.Some.Stage.Handle(OrderMessage message) in Stage.cs:line 17", 20));
        await store.WriteAsync(session => SeededOrders.InsertIntent(session, now), cancellationToken).ConfigureAwait(false);
        foreach (var some in Enumerable.Range(0, count).Chunk(1_000))
        {
            await store.WriteAsync(
                session =>
                {
                    foreach (var i in some)
                    {
                        DeadLetterTable.Keep(session, i % 2 == 0 ? News(i, stack, now) : Way(session, i, stack, now));
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static DeadLetter News(int i, string stack, DateTimeOffset now)
    {
        var message = new OrderDenied { ClOrdId = SeededOrders.IdOf(i - (i % 2) + 1), IntentId = "bench", Pass = 1, Seq = 1, At = now, Code = "BENCH", Detail = "" };
        return LetterOf("analytics", message, i, stack, now);
    }

    private static DeadLetter Way(StoreSession session, int i, string stack, DateTimeOffset now)
    {
        var order = SeededOrders.Insert(session, i, now);
        return LetterOf("validation", new OrderProposed { ClOrdId = order.ClOrdId, IntentId = order.IntentId, Pass = 1, Seq = 1, At = now }, i, stack, now);
    }

    private static DeadLetter LetterOf(string stage, OrderMessage message, int i, string stack, DateTimeOffset now) => new(
        stage, OrderKeyOf(i), $"urn:message:Pipeline.Messages.Orders:{message.GetType().Name}", message.ClOrdId, "InvalidOperationException", $"quote {i} of S{i % 50} can't be read", stack, "{}",
        SeededOrders.Envelope(message, OrderKeyOf(i)), now - TimeSpan.FromSeconds(i % 3_600))
    {
        ContentType = "application/vnd.masstransit+json", IntentId = message.IntentId, Pass = 1, Symbol = $"S{i % 50}", StrategyId = "bench",
    };

    private static string OrderKeyOf(int i) => $"{i:x8}-0000-4000-8000-000000000000";
}

/// <summary>How long a page took, asked for one after the other.</summary>
internal sealed record PageTime(string Path, double P50Ms, double MaxMs);

/// <summary>What was measured.</summary>
internal sealed record DeadLettersBenchResult(
    int DeadLetters, IReadOnlyList<PageTime> Pages, int Replayed, int WorkedOff, int FailedAgain, double ReplaySeconds, double ReplaysPerSecond, double WorkedOffSeconds,
    double WorkedOffPerSecond);
