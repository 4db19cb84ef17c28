using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Tells news to whoever only listens, many at a time. Each piece is in the store, so what is lost here, with the process or because the transport took nothing,
/// stays unsent there and is the sweep's.
/// </summary>
public sealed class NewsFeed(IFollowUpPublisher publisher, ILogger<NewsFeed> logger) : BackgroundService
{
    /// <summary>Most that go in one message, some 90 KB.</summary>
    public const int LargestBatch = 256;

    // Half of what the broker takes; what a venue or a rule says in words is counted as if each character were escaped.
    private const int LargestSize = 128 * 1024;
    private const int SizeWithoutWords = 600;
    private const int SizeOfCharacter = 6;

    /// <summary>How long the first of a message waits for others. Nobody on an order's way waits with it.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(25);

    // What a transport that takes nothing can let grow until its publish timeout; what is more stays in the store.
    private const int MostWaiting = 8192;

    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>Tells one piece of news with others.</summary>
    /// <param name="stage">Who tells, a stage or a duty.</param>
    /// <param name="followUp">The news.</param>
    /// <param name="traceParent">Traceparent of the step that says it; null where nobody traces.</param>
    /// <returns>Whether the transport has confirmed it.</returns>
    public Task<bool> TellAsync(string stage, FollowUp followUp, string? traceParent)
    {
        var item = new Waiting(stage, followUp, traceParent);
        return waiting.Writer.TryWrite(item) ? item.Told.Task : Task.FromResult(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                if (waiting.Reader.Count < LargestBatch)
                {
                    await Task.Delay(Linger, TimeProvider.System, stoppingToken).ConfigureAwait(false);
                }

                await TellBatchAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            waiting.Writer.Complete();
            while (waiting.Reader.Count > 0 && await TellBatchAsync().ConfigureAwait(false))
            {
            }
        }
        finally
        {
            // What is not told by now, and what comes from now on, stays in the store.
            waiting.Writer.TryComplete();
            while (waiting.Reader.TryRead(out var item))
            {
                item.Told.TrySetResult(false);
            }
        }
    }

    // Bounded by the publish timeout, also while the process stops.
    private async Task<bool> TellBatchAsync()
    {
        var batch = new List<Waiting>();
        for (var size = 0; size < LargestSize && batch.Count < LargestBatch && waiting.Reader.TryRead(out var item); size += SizeOf(item.FollowUp.Message))
        {
            batch.Add(item);
        }

        // A call is published by itself, and its places are those of that message.
        var stages = batch.Where(item => !MessageTypes.IsCall(item.FollowUp.Message)).Select(item => item.Stage).Distinct().ToList();
        var outcomes = batch.Where(item => MessageTypes.IsOutcome(item.FollowUp.Message)).ToList();
        var sagas = TryTellAsync(batch, items => publisher.PublishAsync(new NewsBatch { Items = items }, CancellationToken.None));
        var analytics = TryTellAsync(outcomes, items => publisher.PublishAsync(new OutcomeBatch { Items = items }, CancellationToken.None));
        stages.ForEach(stage => Failpoints.Hit(stage, Failpoint.Published));
        var (toldSagas, toldAnalytics) = (await sagas.ConfigureAwait(false), await analytics.ConfigureAwait(false));
        batch.ForEach(item => item.Told.TrySetResult(toldSagas && (toldAnalytics || !MessageTypes.IsOutcome(item.FollowUp.Message))));
        if (toldSagas && toldAnalytics)
        {
            stages.ForEach(stage => Failpoints.Hit(stage, Failpoint.Confirmed));
        }

        return toldSagas && toldAnalytics;
    }

    private async Task<bool> TryTellAsync(List<Waiting> batch, Func<IReadOnlyList<NewsItem>, Task> publishAsync)
    {
        if (batch.Count == 0)
        {
            return true;
        }

        try
        {
            await publishAsync(
                [.. batch.Select(item => new NewsItem { MessageId = item.FollowUp.MessageId, Message = item.FollowUp.Message, TraceParent = item.TraceParent })]).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            logger.LogWarning("{Count} pieces of news were not confirmed and stay unsent: {Error}", batch.Count, e.Message);
            return false;
        }
    }

    private static int SizeOf(OrderMessage message) => SizeWithoutWords + (SizeOfCharacter * message switch
    {
        OrderDenied denied => denied.Detail.Length,
        OrderHeld held => held.Detail.Length,
        OrderRejected rejected => rejected.Text.Length,
        SubmissionUnresolved unresolved => unresolved.Reason.Length,
        _ => 0,
    });

    private sealed record Waiting(string Stage, FollowUp FollowUp, string? TraceParent)
    {
        public TaskCompletionSource<bool> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
