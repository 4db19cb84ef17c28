using Pipeline.Messages.Orders;

namespace Pipeline.Bus;

/// <summary>
/// Takes batches of news in one after the other, and what waits meanwhile together. Batches come many a second, each of a few pieces, from every process; where the broker confirms slowly or processes share
/// a store's file, each by itself would wait for both, and the queue would grow while nobody has anything to do.
/// </summary>
public sealed class NewsLane : IDisposable
{
    /// <summary>So many pieces at a time, or one batch: a step of more would hold up those of orders on their way.</summary>
    private const int LargestGroup = 512;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly Queue<Waiting> queue = new();

    /// <summary>Takes in a batch. Fails as it would by itself: a batch of others that can't be processed is none of its business.</summary>
    /// <param name="news">What is in it.</param>
    /// <param name="apply">Takes in this and what waits with it: all of it or, by an exception, nothing that a repeat would not find done.</param>
    /// <param name="cancellationToken">Gives up the waiting.</param>
    public async Task RunAsync(IReadOnlyList<NewsItem> news, Func<IReadOnlyList<NewsItem>, Task> apply, CancellationToken cancellationToken)
    {
        var mine = new Waiting(news);
        lock (gate)
        {
            queue.Enqueue(mine);
        }

        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (!mine.Done.Task.IsCompleted)
            {
                await ApplyAsync(TakeGroup(), apply).ConfigureAwait(false);
            }
        }
        finally
        {
            turn.Release();
        }

        await mine.Done.Task.ConfigureAwait(false);
    }

    public void Dispose() => turn.Dispose();

    private static async Task ApplyAsync(List<Waiting> group, Func<IReadOnlyList<NewsItem>, Task> apply)
    {
        try
        {
            await apply([.. group.SelectMany(waiting => waiting.News)]).ConfigureAwait(false);
        }
        catch (Exception e) when (group.Count == 1 || !NewsConsumer.IsOfTheNews(e))
        {
            group.ForEach(waiting => waiting.Done.SetException(e));
            return;
        }
        catch (Exception)
        {
            // One of them is to blame, and is found out by itself.
            foreach (var waiting in group)
            {
                await ApplyAsync([waiting], apply).ConfigureAwait(false);
            }

            return;
        }

        group.ForEach(waiting => waiting.Done.SetResult());
    }

    private List<Waiting> TakeGroup()
    {
        lock (gate)
        {
            var group = new List<Waiting>();
            for (var pieces = 0; queue.TryPeek(out var next) && (group.Count == 0 || pieces + next.News.Count <= LargestGroup); pieces += next.News.Count)
            {
                group.Add(queue.Dequeue());
            }

            return group;
        }
    }

    private sealed record Waiting(IReadOnlyList<NewsItem> News)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
