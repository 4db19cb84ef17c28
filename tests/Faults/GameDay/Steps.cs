using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client;

namespace Pipeline.Faults.GameDay;

/// <summary>What is done in several incidents.</summary>
internal static class Steps
{
    /// <summary>The body of an act that needs nothing but a reason.</summary>
    public const string Why = """{"why":"a game day"}""";

    // How far another machine's clock is ahead: more than halts.max_clock_offset lets pass.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(45);

    private static int plans;
    private static DateTimeOffset steppedTo;

    public static string Intent(string plan, int qty, string more = "\"order_type\":\"market\"") =>
        $$"""{"rebalance_id":"{{plan}}","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":{{qty}},{{more}}}]}""";

    /// <summary>Buys so many times, each another quantity, since the same would be a suspected repeat.</summary>
    public static async Task BuyAsync(Stage stage, int count, CancellationToken cancellationToken)
    {
        for (var nth = 0; nth < count; nth++)
        {
            plans++;
            await PublishAsync(stage, Intent($"game-{plans}", plans));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Buys a few until the pipeline counts some, as its brief names them: what a busy machine delays is denied for old quotes, and a call has its time to end.</summary>
    public static async Task BuyUntilAsync(Stage stage, string counted, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < 10; tries++)
        {
            await BuyAsync(stage, 2, cancellationToken);
            if (await Until.HoldsAsync(
                async () => (await stage.Pipeline.GetAsync("v1/incidents/brief?window=1m")).GetProperty("impact").GetProperty(counted).GetInt64() > 0, TimeSpan.FromSeconds(15), cancellationToken)
                is not null)
            {
                return;
            }
        }

        throw new TimeoutException($"{counted} is still 0");
    }

    /// <summary>An order that rests at the venue, far from the market. Returns its ClOrdId.</summary>
    public static async Task<string> RestAsync(Stage stage)
    {
        plans++;
        var receipt = await PublishAsync(stage, Intent($"game-{plans}", plans, "\"order_type\":\"limit\",\"limit_price\":175"));
        return receipt.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;
    }

    public static async Task AcceptBreaksAsync(Stage stage)
    {
        foreach (var open in (await stage.Pipeline.GetAsync("v1/breaks")).EnumerateArray())
        {
            await stage.Pipeline.ActAsync($"v1/breaks/{open.GetProperty("id")}:accept", Why);
        }
    }

    /// <summary>Returns when the comparisons with the venue have closed every break.</summary>
    public static Task AwaitNoBreakAsync(Stage stage, CancellationToken cancellationToken) => Until.MustHoldAsync(
        "no break is open", async () => (await stage.Pipeline.GetAsync("v1/breaks")).GetArrayLength() == 0, TimeSpan.FromMinutes(4), cancellationToken);

    /// <summary>Releases every halt, by two people.</summary>
    public static async Task ResumeAsync(Stage stage)
    {
        foreach (var halt in (await stage.Pipeline.GetAsync("v1/halts")).EnumerateArray())
        {
            var scope = Uri.EscapeDataString(halt.GetProperty("scope").GetString()!);
            await stage.Pipeline.ActAsync($"v1/halts/{scope}/resume", Why);
            await stage.Pipeline.ActAsync($"v1/halts/{scope}/resume", Why, who: 1);
        }
    }

    /// <summary>Ends every held order, when all that is on its way has come to where it is held.</summary>
    public static async Task DenyHeldAsync(Stage stage, CancellationToken cancellationToken)
    {
        await Until.MustHoldAsync(
            "nothing is on its way", async () => (await stage.Pipeline.GetAsync("v1/incidents/brief?window=1m")).GetProperty("impact").GetProperty("orders_in_flight").GetInt64() == 0,
            TimeSpan.FromSeconds(60), cancellationToken);
        await Until.MustHoldAsync(
            "nothing is held",
            async () =>
            {
                // The list says it a moment after the order went on by itself, as its break was accepted.
                var held = (await stage.Pipeline.GetAsync("v1/orders?state=held")).EnumerateArray().ToList();
                foreach (var order in held)
                {
                    await stage.Pipeline.TryActAsync($"v1/orders/{order.GetProperty("cl_ord_id").GetString()}/deny", Why);
                }

                return held.Count == 0;
            },
            TimeSpan.FromSeconds(60), cancellationToken);
    }

    /// <summary>A message that nobody can read, in the queue of a worker.</summary>
    public static async Task PoisonAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(stage.Broker.Uri, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.BasicPublishAsync(
            "", "validation", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", MessageId = Guid.CreateVersion7().ToString() },
            Encoding.UTF8.GetBytes("{\"poison\": true"), cancellationToken);
    }

    /// <summary>Another process, whose machine's clock was set ahead for a moment, has left an entry in the journal.</summary>
    public static async Task StepClockAsync(Stage stage, CancellationToken cancellationToken)
    {
        steppedTo = (await stage.Pipeline.HealthAsync()).Now + Step;
        await using var connection = new SqliteConnection($"Data Source={stage.Database};Default Timeout=10");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO journal (at, kind, stage, data) VALUES ($at, 'Reconciled', 'reconciliation', '{}')";
        command.Parameters.AddWithValue("$at", steppedTo.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'"));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns when that entry no longer lies ahead.</summary>
    public static Task AwaitSteppedClockAsync(Stage stage, CancellationToken cancellationToken) => Until.MustHoldAsync(
        "the clocks agree", async () => (await stage.Pipeline.HealthAsync()).Now > steppedTo, Step + TimeSpan.FromSeconds(30), cancellationToken);

    public static string StateOf(JsonElement order) => order.GetProperty("state").GetString()!;

    private static async Task<JsonElement> PublishAsync(Stage stage, string intent)
    {
        var (status, body) = await stage.Pipeline.PublishAsync(Stage.Steady, intent);
        return status == 202 ? body : throw new InvalidOperationException($"An intent is answered {status}: {body}");
    }
}
