using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Who decides whether a call goes to its stage at once, where this process hosts that stage, or by way of the broker. Both ways it stands in the store as
/// unsent until somebody else has it for good: here the stage, once its step is recorded, there the broker. So what is in hand when a process dies is the sweep's,
/// and what can't be done at once is its queue's, which holds it, tries again, and buries it.
/// </summary>
/// <param name="stages">The stages that this process hosts.</param>
/// <param name="isWorkedOff">Whether nothing waits in a queue that is consumed from. What comes goes behind what waits, and while the broker is away it waits, too.</param>
/// <param name="watch">Whether the broker confirms.</param>
/// <param name="putOffs">Orders that lack a fact.</param>
/// <param name="options">Whether any call is handed over.</param>
/// <param name="patience">How long a call waits for its turn, and as long again for its step, until it goes to its queue.</param>
public sealed class HandOvers(IEnumerable<ILocalStage> stages, Func<string, bool> isWorkedOff, PublishWatch watch, PutOffs putOffs, IOptions<BusOptions> options, TimeSpan patience) : IHostedService
{
    /// <summary>As many wait at a stage and are worked on. What comes then goes to its queue.</summary>
    public const int Places = 256;

    /// <summary>Both waits are over before a sweep in another process takes what is unsent for forgotten (<see cref="FollowUpTable.Grace"/>).</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(2);

    // While the broker takes nothing an outage is what it is for everybody: recorded, and sent afterwards.
    private static readonly TimeSpan SilentBroker = TimeSpan.FromSeconds(1);

    // A step that has not ended by then never will, as far as the sweep is concerned.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(8);

    private readonly Dictionary<Type, Door> doors = stages.ToDictionary(stage => stage.Takes, stage => new Door(stage, isWorkedOff, patience / 2));
    private readonly ConcurrentDictionary<Guid, InHand> inHand = [];
    private readonly CancellationTokenSource stopping = new();

    /// <summary>How many calls stages of this process have in hand.</summary>
    public int Count => inHand.Count;

    /// <summary>How many places are taken for what follows from steps that were part of another's.</summary>
    public int Entered => doors.Values.Sum(door => door.Count);

    /// <summary>Whether a stage of this process works on a call that was handed over, so that nobody need send it.</summary>
    public bool Has(FollowUp call) => inHand.TryGetValue(call.MessageId, out var hand) && TimeProvider.System.GetElapsedTime(hand.Since) < LongestStep;

    /// <summary>A place at the call's stage; null where it is to go by way of its queue.</summary>
    public HandOver? Take(FollowUp call)
    {
        if (OpenFor(call.Message.GetType()) is not { } door || !door.TryTake())
        {
            return null;
        }

        if (!inHand.TryAdd(call.MessageId, new InHand()))
        {
            door.Leave();
            return null;
        }

        return new HandOver(call.Message, door.Stage, door.Working, patience, putOffs, () => Leave(door, call.MessageId), stopping.Token);
    }

    /// <summary>The stage that takes a type of message, where that may be part of the step that calls for it; null where it must be called. What waits before one that has something to do afterwards is for <see cref="EnterAsync"/> to see.</summary>
    public IOnwardStage? NextDoor(Type message) =>
        doors.TryGetValue(message, out var door) && MayHandOver && door.Stage.Onward is { IsReady: true } stage && (stage.HasSequel || door.IsWorkedOff) ? stage : null;

    /// <summary>Places among those that a stage works on, for what follows from steps of it that are taken in another's turn.</summary>
    /// <param name="call">What the stage is called with.</param>
    /// <param name="orders">For so many orders.</param>
    /// <param name="waits">Whether they are waited for, and what stands in the stage's queue, too; half as long as an order waits that was taken.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>So many at most.</returns>
    public async ValueTask<IReadOnlyList<IDisposable>> EnterAsync(Type call, int orders, bool waits, CancellationToken cancellationToken)
    {
        if (!doors.TryGetValue(call, out var door) || !MayHandOver)
        {
            return [];
        }

        var places = await door.EnterAsync(orders, waits, cancellationToken).ConfigureAwait(false);
        if (stopping.IsCancellationRequested)
        {
            Door.Leave(places);
        }

        return places;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes nothing any more and waits for what is in hand, as the bus does for what it has delivered.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(inHand.Values.Select(hand => hand.Done.Task).Concat(doors.Values.SelectMany(door => door.Entered).Select(place => place.Done))), Task.Delay(StopTimeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
    }

    private Door? OpenFor(Type message) => doors.TryGetValue(message, out var door) && MayHandOver && door.IsWorkedOff ? door : null;

    private bool MayHandOver => !stopping.IsCancellationRequested && options.Value.HandOver && !(watch.Unconfirmed > SilentBroker);

    private void Leave(Door door, Guid call)
    {
        door.Leave();
        if (inHand.TryRemove(call, out var hand))
        {
            hand.Done.SetResult();
        }
    }

    private sealed class InHand
    {
        public long Since { get; } = TimeProvider.System.GetTimestamp();

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
