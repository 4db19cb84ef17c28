using System.Text;
using Pipeline.Bus;
using Pipeline.Messages.Orders;
using Pipeline.Simulation.Queues;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Simulation.Processes;

/// <summary>
/// What stands around a stage on a bus: it handles a message, publishes what is recorded and acknowledges. While the store or
/// a fact is away the message is held; what can't be processed becomes a dead letter.
/// </summary>
internal sealed class Shell(SimulatedProcess process, SimulatedBus bus, IStore store, TimeProvider clock, StageFaults faults)
{
    private static readonly HashSet<(string, string)> Places = [.. Failpoint.All.Select(place => (place.Stage, place.Step))];

    /// <summary>Told of what breaks outside the work on a message, which nothing should.</summary>
    public event Action<Exception>? Broke;

    /// <summary>Reads a queue and gives its messages to a stage.</summary>
    public void Serve(SimulatedQueue queue, string stage, Func<OrderMessage, Task<IReadOnlyList<FollowUp>>> handle) =>
        queue.Read(process, delivery => Run(ConsumeAsync(queue, stage, handle, delivery)));

    /// <summary>Watches over work that nobody waits for.</summary>
    public void Run(Task work)
    {
        if (!work.IsCompletedSuccessfully)
        {
            _ = ObserveAsync(work);
        }
    }

    /// <summary>Publishes follow-ups one after the other; the first that is not confirmed leaves the rest to the sweep.</summary>
    public async Task PublishAsync(IReadOnlyList<FollowUp> followUps, string stage)
    {
        foreach (var followUp in followUps)
        {
            if (!await TryPublishAsync(followUp, stage).ConfigureAwait(false))
            {
                return;
            }
        }

        if (followUps.Count > 0)
        {
            Hit(stage, Failpoint.Confirmed);
        }
    }

    /// <summary>Publishes one follow-up and marks it sent; false when the transport did not take it.</summary>
    public async Task<bool> TryPublishAsync(FollowUp followUp, string stage)
    {
        try
        {
            var confirmed = bus.PublishAsync(process, followUp);
            Hit(stage, Failpoint.Published);
            await confirmed.ConfigureAwait(false);
        }
        catch (IOException)
        {
            return false;
        }

        store.RideAlong(session => FollowUpTable.MarkSent(session, [followUp], clock.GetUtcNow()));
        return true;
    }

    private async Task ConsumeAsync(
        SimulatedQueue queue, string stage, Func<OrderMessage, Task<IReadOnlyList<FollowUp>>> handle, Delivery delivery)
    {
        Hit(stage, Failpoint.Received);
        if (await HandleAsync(stage, handle, delivery.FollowUp).ConfigureAwait(false) is { } followUps)
        {
            if (stage != Stages.Analytics)
            {
                // Analytics says so itself, where it has recorded something.
                Hit(stage, Failpoint.Recorded);
            }

            await PublishAsync(followUps, stage).ConfigureAwait(false);
        }

        queue.Acknowledge(process, delivery);
        Hit(stage, Failpoint.Acknowledged);
    }

    // Not every stage has every place: some have nobody to tell.
    private static void Hit(string stage, string step)
    {
        if (Places.Contains((stage, step)))
        {
            Failpoints.Hit(stage, step);
        }
    }

    /// <summary>Has the stage handle it, as often as that takes. Null when it ended in the dead letters.</summary>
    private async Task<IReadOnlyList<FollowUp>?> HandleAsync(
        string stage, Func<OrderMessage, Task<IReadOnlyList<FollowUp>>> handle, FollowUp followUp)
    {
        for (var held = 0; ;)
        {
            try
            {
                faults.Break(stage, followUp.Message.ClOrdId, isAfter: false);
                var told = await handle(followUp.Message).ConfigureAwait(false);
                faults.Break(stage, followUp.Message.ClOrdId, isAfter: true);
                return told;
            }
            catch (Exception e) when (e is StoreUnavailableException or FactsUnavailableException)
            {
                await Task.Delay(HoldPauses.Of(held++), clock).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not ProcessDiedException && !process.IsDead)
            {
                await KeepAsync(stage, followUp, e).ConfigureAwait(false);
                return null;
            }
        }
    }

    private async Task KeepAsync(string stage, FollowUp followUp, Exception exception)
    {
        var message = followUp.Message;
        var letter = new DeadLetter(
            stage, followUp.MessageId.ToString("D"), message.GetType().Name, message.ClOrdId, exception.GetType().Name, exception.Message,
            exception.ToString(), "{}", Encoding.UTF8.GetBytes(Columns.Json(message)), clock.GetUtcNow()) { IntentId = message.IntentId, Pass = message.Pass };
        for (var held = 0; ;)
        {
            try
            {
                await store.WriteAsync(session => DeadLetterStep.Keep(session, letter)).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(HoldPauses.Of(held++), clock).ConfigureAwait(false);
            }
        }
    }

    private async Task ObserveAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (e is not ProcessDiedException && !process.IsDead)
            {
                Broke?.Invoke(e);
            }
        }
    }
}
