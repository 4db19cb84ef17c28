using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client;

namespace Pipeline.Faults.GameDay;

/// <summary>The eight incidents, in the order in which they are injected.</summary>
internal static class Incidents
{
    private static int plans;

    public static IReadOnlyList<Incident> All { get; } =
    [
        new(
            "venue outage", ["PipelineVenueBreakerOpen", "PipelineOrderUnknown", "PipelineOrderStuckInFlight"],
            async (stage, cancellationToken) =>
            {
                await stage.TellVenueAsync("acts", """{"stop":{"for":"40s"}}""");
                await BuyAsync(stage, 15, cancellationToken);
            },
            "the venue comes back; orders go out by themselves", (_, _) => Task.CompletedTask),
        new(
            "reject storm", ["PipelineAlertPage/REJECT_BREAKER", "PipelineAlertPage/HALT_TRIPPED"],
            async (stage, cancellationToken) =>
            {
                await stage.TellVenueAsync("behaviours", """{"name":"poor","when":{"call":"submit"},"accept":false,"status":403,"code":40310000,"message":"insufficient buying power"}""");
                await BuyAsync(stage, 12, cancellationToken);
            },
            "venue mended; breaks accept, resume by two people",
            async (stage, cancellationToken) =>
            {
                await stage.MendVenueAsync();
                await AcceptBreaksAsync(stage);
                await ResumeAsync(stage);
                await DenyHeldAsync(stage);
            }),
        new(
            "lost fills", ["PipelineAlertPage/BREAK_ORDER_STATUS_DIFFERS", "PipelineAlertPage/BREAK_POSITION_DIFFERS", "PipelinePositionDrift"],
            async (stage, cancellationToken) =>
            {
                await stage.TellVenueAsync("behaviours", """[{"name":"deaf","when":{"event":"any"},"lose":true},{"name":"blind","when":{"call":"activities"},"body":"[]","status":200}]""");
                await BuyAsync(stage, 2, cancellationToken);
            },
            "the venue's lists tell again; the next comparison books what was missed", (stage, _) => stage.MendVenueAsync()),
        new(
            "poison message", ["PipelineDeadLetters", "PipelineAlertPage/DEAD_LETTER"],
            (stage, cancellationToken) => PoisonAsync(stage, cancellationToken),
            "dlq discard", async (stage, _) =>
            {
                var letters = await stage.GetAsync("/v1/dead-letters?state=open");
                foreach (var letter in Items(letters))
                {
                    await stage.ActAsync($"/v1/dead-letters/{letter.GetProperty("id")}:discard", """{"why":"a game day's poison"}""");
                }
            }),
        new(
            "broker restart", ["PipelineWorkerHeartbeatMissing", "PipelineNoConsumer", "PipelineOrderStuckInFlight"],
            async (stage, cancellationToken) =>
            {
                await stage.Broker.StopAsync();
                await BuyAsync(stage, 3, cancellationToken);
            },
            "the broker is started again; the sweep publishes", (stage, _) => stage.Broker.StartAsync()),
        new(
            "stuck cancel", ["PipelineAlertPage/CANCEL_STUCK"],
            async (stage, cancellationToken) =>
            {
                await stage.TellVenueAsync("behaviours", """{"name":"sticky","when":{"call":"cancel"},"then":"stuck"}""");
                var order = await RestAsync(stage);
                await Stage.UntilAsync(async () => (await stage.GetAsync($"/v1/orders/{order}")).GetProperty("state").GetString() == "working", TimeSpan.FromSeconds(30), "the order works", cancellationToken);
                await stage.ActAsync($"/v1/orders/{order}/cancel", """{"why":"a game day"}""");
            },
            "the venue cancels it, as its support would",
            async (stage, _) =>
            {
                await stage.MendVenueAsync();
                foreach (var order in (await stage.GetAsync("/v1/orders?state=working")).EnumerateArray())
                {
                    await stage.TellVenueAsync("acts", $$$"""{"cancel":{"cl_ord_id":"{{{order.GetProperty("cl_ord_id").GetString()}}}"}}""");
                }
            }),
        new(
            "duplicate agent", ["PipelineAlertTicket/INTENT_CONFLICT", "PipelineAlertPage/THROTTLE_SHUT"],
            async (stage, _) =>
            {
                // Two agents with one plan: the same under other ids, and another quantity under the same id.
                await stage.PublishAsync(Intent("twin", 77));
                await stage.PublishAsync(Intent("twin-again", 77));
                await stage.PublishAsync(Intent("twin", 78));
            },
            "order deny of what is held", (stage, _) => DenyHeldAsync(stage)),
        new(
            "clock step", ["PipelineAlertPage/HALT_TRIPPED"],
            async (stage, cancellationToken) =>
            {
                // Another process, whose clock was set ahead for a moment, has left an entry behind.
                await StepClockAsync(stage, TimeSpan.FromSeconds(25), cancellationToken);
                await BuyAsync(stage, 1, cancellationToken);
            },
            "clocks agree again; resume by two people",
            async (stage, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(26), TimeProvider.System, cancellationToken);
                await ResumeAsync(stage);
                await DenyHeldAsync(stage);
            }),
    ];

    public static string Intent(string plan, int qty, string more = "\"order_type\":\"market\"") =>
        $$"""{"rebalance_id":"{{plan}}","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":{{qty}},{{more}}}]}""";

    private static async Task BuyAsync(Stage stage, int count, CancellationToken cancellationToken)
    {
        for (var nth = 0; nth < count; nth++)
        {
            plans++;
            await stage.PublishAsync(Intent($"game-{plans}", plans));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<string> RestAsync(Stage stage)
    {
        plans++;
        var (_, receipt) = await stage.PublishAsync(Intent($"game-{plans}", plans, "\"order_type\":\"limit\",\"limit_price\":175"));
        return receipt.GetProperty("orders")[0].GetProperty("cl_ord_id").GetString()!;
    }

    private static async Task AcceptBreaksAsync(Stage stage)
    {
        foreach (var open in Items(await stage.GetAsync("/v1/breaks?state=open")))
        {
            await stage.ActAsync($"/v1/breaks/{open.GetProperty("id")}:accept", """{"why":"a game day"}""");
        }
    }

    private static async Task ResumeAsync(Stage stage)
    {
        foreach (var halt in Items(await stage.GetAsync("/v1/halts")))
        {
            var scope = Uri.EscapeDataString(halt.GetProperty("scope").GetString()!);
            await stage.ActAsync($"/v1/halts/{scope}/resume", """{"why":"a game day"}""");
            await stage.ActAsync($"/v1/halts/{scope}/resume", """{"why":"a game day, seen too"}""", who: 1);
        }
    }

    private static async Task DenyHeldAsync(Stage stage)
    {
        foreach (var order in (await stage.GetAsync("/v1/orders?state=held")).EnumerateArray())
        {
            await stage.ActAsync($"/v1/orders/{order.GetProperty("cl_ord_id").GetString()}/deny", """{"why":"a game day"}""");
        }
    }

    private static async Task PoisonAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using var connection = await RabbitMqServer.ConnectAsync(stage.Broker.Uri, cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.BasicPublishAsync(
            "", "validation", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", MessageId = Guid.CreateVersion7().ToString() },
            Encoding.UTF8.GetBytes("{\"poison\": true"), cancellationToken);
    }

    private static async Task StepClockAsync(Stage stage, TimeSpan ahead, CancellationToken cancellationToken)
    {
        var now = (await stage.GetAsync("/health/ready")).GetProperty("now").GetDateTimeOffset() + ahead;
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(stage.Data, "pipeline.db")};Default Timeout=10");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO journal (at, kind, stage, data) VALUES ($at, 'Reconciled', 'reconciliation', '{}')";
        command.Parameters.AddWithValue("$at", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'"));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A list, or a page with one in it.
    private static IEnumerable<JsonElement> Items(JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Array => answer.EnumerateArray(),
        JsonValueKind.Object => answer.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Array).SelectMany(field => field.Value.EnumerateArray()),
        _ => [],
    };
}
