using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Who decides whether a call goes to its stage at once, where this process hosts that stage, or by way of the broker. Both ways it stands in the store as
/// unsent until somebody else has it for good: here the stage, once its step is recorded, there the broker. So what is in hand when a process dies is the sweep's,
/// and what can't be done at once is its queue's, which holds it, tries again, and buries it.
/// </summary>
/// <param name="stages">The stages that this process hosts.</param>
/// <param name="delivered">How many messages of a queue the process works on.</param>
/// <param name="watch">Whether the broker confirms.</param>
/// <param name="options">Whether any call is handed over.</param>
public sealed class HandOvers(IEnumerable<ILocalStage> stages, Func<string, long> delivered, PublishWatch watch, IOptions<BusOptions> options) : IHostedService
{
    /// <summary>As many wait at a stage and are worked on. What comes then goes to its queue.</summary>
    public const int Places = 256;

    /// <summary>As many are worked on at a time, beside what the queue gives: what bounds the calls that a venue may owe an answer.</summary>
    public const int AtATime = 128;

    /// <summary>So many messages at a time a queue gives to its stage: one that has given so many has others waiting, and what comes goes behind them.</summary>
    public const int OfQueue = 32;

    // While the broker takes nothing an outage is what it is for everybody: recorded, and sent afterwards.
    private static readonly TimeSpan SilentBroker = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly Dictionary<Type, Door> doors = stages.ToDictionary(stage => stage.Takes, stage => new Door(stage));
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> inHand = [];
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Whether a stage of this process works on a call that was handed over, so that nobody need send it.</summary>
    public bool Has(FollowUp call) => inHand.ContainsKey(call.MessageId);

    /// <summary>A place at the call's stage; null where it is to go by way of its queue.</summary>
    public HandOver? Take(FollowUp call)
    {
        if (stopping.IsCancellationRequested || !options.Value.HandOver || !doors.TryGetValue(call.Message.GetType(), out var door)
            || delivered(door.Stage.Queue) >= OfQueue || watch.Unconfirmed > SilentBroker)
        {
            return null;
        }

        if (Interlocked.Increment(ref door.Taken) > Places || !inHand.TryAdd(call.MessageId, new(TaskCreationOptions.RunContinuationsAsynchronously)))
        {
            Interlocked.Decrement(ref door.Taken);
            return null;
        }

        return new HandOver(call.Message, door.Stage, door.Working, () => Leave(door, call), stopping.Token);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes nothing any more and waits for what is in hand, as the bus does for what it has delivered.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(inHand.Values.Select(done => done.Task)), Task.Delay(StopTimeout, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
    }

    private void Leave(Door door, FollowUp call)
    {
        Interlocked.Decrement(ref door.Taken);
        if (inHand.TryRemove(call.MessageId, out var done))
        {
            done.SetResult();
        }
    }

    private sealed class Door(ILocalStage stage)
    {
        public int Taken;

        public SemaphoreSlim Working { get; } = new(AtATime);

        public ILocalStage Stage { get; } = stage;
    }
}
