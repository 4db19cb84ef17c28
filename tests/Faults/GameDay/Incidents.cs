using static Pipeline.Faults.GameDay.Steps;

namespace Pipeline.Faults.GameDay;

/// <summary>The eight incidents, in the order in which they are injected.</summary>
internal static class Incidents
{
    public static IReadOnlyList<Incident> All { get; } =
    [
        new(
            "venue outage",
            ["PipelineVenueBreakerOpen", "PipelineOrderUnknown", "PipelineOrderStuckInFlight", "PipelineAlertPage/ORDER_UNRESOLVED", "PipelineAlertPage/ORDER_STUCK", "PipelineAlertPage/ORDER_WAITS"],
            async (stage, cancellationToken) =>
            {
                // It takes orders and says nothing of them, neither as an answer nor on its stream nor when it is asked; then it is away.
                await stage.Venue.BehaveAsync(
                    """[{"name":"mute","when":{"call":"submit"},"answer":"none"},{"name":"deaf","when":{"event":"any"},"lose":true},{"name":"blind","when":{"call":"query"},"answer":"none"}]""");
                await BuyUntilAsync(stage, "orders_unknown", cancellationToken);
                await stage.Venue.ActAsync("""{"stop":{"for":"1h"}}""");
                await BuyAsync(stage, 4, cancellationToken);
            },
            "the venue is back: what is unknown is asked about, what waits goes out or is denied, by itself",
            async (stage, _) =>
            {
                // First it hears and speaks again, then it is there again: what goes out in between would be news that are lost.
                await stage.Venue.MendAsync();
                await stage.Venue.ActAsync("""{"resume":{}}""");
            }),
        new(
            "reject storm", ["PipelineAlertPage/REJECT_BREAKER", "PipelineAlertPage/HALT_TRIPPED", "PipelineRejectRate"],
            async (stage, cancellationToken) =>
            {
                await stage.Venue.BehaveAsync("""{"name":"poor","when":{"call":"submit"},"accept":false,"status":403,"code":40310000,"message":"insufficient buying power"}""");
                await BuyAsync(stage, 12, cancellationToken);
            },
            "the venue is mended; breaks accept, resume by two people, order deny of what is held",
            async (stage, cancellationToken) =>
            {
                await stage.Venue.MendAsync();
                await AcceptBreaksAsync(stage);
                await ResumeAsync(stage);
                await DenyHeldAsync(stage, cancellationToken);
            }),
        new(
            "lost fills", ["PipelineAlertPage/BREAK_ORDER_STATUS_DIFFERS", "PipelineAlertPage/BREAK_POSITION_DIFFERS", "PipelinePositionDrift"],
            async (stage, cancellationToken) =>
            {
                await stage.Venue.BehaveAsync("""[{"name":"deaf","when":{"event":"any"},"lose":true},{"name":"blind","when":{"call":"activities"},"body":"[]","status":200}]""");
                await BuyAsync(stage, 2, cancellationToken);
            },
            "the venue lists its fills again: the next comparison books them and closes the breaks; resume by two people of what so many breaks have halted",
            async (stage, cancellationToken) =>
            {
                await stage.Venue.MendAsync();
                await AwaitNoBreakAsync(stage, cancellationToken);
                await ResumeAsync(stage);
                await DenyHeldAsync(stage, cancellationToken);
            }),
        new(
            "poison message", ["PipelineDeadLetters", "PipelineAlertPage/DEAD_LETTER"],
            PoisonAsync,
            "dlq discard",
            async (stage, _) =>
            {
                foreach (var letter in (await stage.Pipeline.GetAsync("v1/dead-letters?state=open")).EnumerateArray())
                {
                    await stage.Pipeline.ActAsync($"v1/dead-letters/{letter.GetProperty("id")}:discard", Why);
                }
            }),
        new(
            "broker restart", ["PipelineBrokerDown", "PipelineNoConsumer", "PipelineOrderStuckInFlight", "PipelineAlertPage/ORDER_STUCK"],
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
                await stage.Venue.BehaveAsync("""{"name":"sticky","when":{"call":"cancel"},"then":"stuck"}""");
                var order = await RestAsync(stage);
                await Until.MustHoldAsync("the order works", async () => StateOf(await stage.Pipeline.GetAsync($"v1/orders/{order}")) == "working", TimeSpan.FromSeconds(60), cancellationToken);
                await stage.Pipeline.ActAsync($"v1/orders/{order}/cancel", Why);
            },
            "the venue cancels it, as its support would",
            async (stage, _) =>
            {
                await stage.Venue.MendAsync();
                foreach (var order in (await stage.Pipeline.GetAsync("v1/orders?state=working")).EnumerateArray())
                {
                    await stage.Venue.ActAsync($$$"""{"cancel":{"cl_ord_id":"{{{order.GetProperty("cl_ord_id").GetString()}}}"}}""");
                }
            }),
        new(
            "duplicate agent", ["PipelineAlertPage/THROTTLE_SHUT"],
            async (stage, cancellationToken) =>
            {
                // The same plan from both, the same plan under another id, the same id for another plan; then each plans on, a little otherwise.
                await stage.Pipeline.PublishAsync(Stage.Twin, Intent("twin", 77));
                await stage.Pipeline.PublishAsync(Stage.Twin, Intent("twin", 77));
                await stage.Pipeline.PublishAsync(Stage.Twin, Intent("twin-again", 77));
                await stage.Pipeline.PublishAsync(Stage.Twin, Intent("twin", 78));
                for (var more = 1; more <= 4; more++)
                {
                    await stage.Pipeline.PublishAsync(Stage.Twin, Intent($"twin-{more}", 80 + more));
                    cancellationToken.ThrowIfCancellationRequested();
                }
            },
            "order deny of the suspected repeat, throttles open",
            async (stage, cancellationToken) =>
            {
                await DenyHeldAsync(stage, cancellationToken);
                foreach (var throttle in (await stage.Pipeline.GetAsync("v1/throttles")).EnumerateArray())
                {
                    await stage.Pipeline.ActAsync($"v1/throttles/{throttle.GetProperty("id")}:open", Why);
                }
            }),
        new(
            "clock step", ["PipelineAlertPage/HALT_TRIPPED"],
            async (stage, cancellationToken) =>
            {
                await StepClockAsync(stage, cancellationToken);
                await BuyAsync(stage, 1, cancellationToken);
            },
            "the clocks agree again; resume by two people, order deny of what is held",
            async (stage, cancellationToken) =>
            {
                await AwaitSteppedClockAsync(stage, cancellationToken);
                await ResumeAsync(stage);
                await DenyHeldAsync(stage, cancellationToken);
            }),
    ];
}
