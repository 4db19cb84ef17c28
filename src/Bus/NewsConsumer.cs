using MassTransit;
using Pipeline.Bus.DeadLetters;
using Pipeline.Messages.Orders;
using Pipeline.Store;

namespace Pipeline.Bus;

/// <summary>
/// The shell around whoever listens to news. What of a batch can't be processed is a dead letter by itself, as the message that it would have been alone, and the rest
/// is done; while nobody can process anything, the batch waits.
/// </summary>
public abstract class NewsConsumer(string stage, LetterKeeper keeper, TimeProvider clock)
{
    /// <summary>Takes news in, all of it or, by an exception, none that a repeat would not find done.</summary>
    protected abstract Task HandleAsync(ConsumeContext context, IReadOnlyList<NewsItem> news);

    /// <summary>Takes in a batch.</summary>
    protected async Task HandleOrKeepAsync(ConsumeContext context, IReadOnlyList<NewsItem> news)
    {
        try
        {
            await HandleAsync(context, news).ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfTheNews(e))
        {
            if (news is [var item])
            {
                await keeper.KeepAsync(ReceivedLetter.Of(context.ReceiveContext, stage, item, e, clock.GetUtcNow()), context.CancellationToken).ConfigureAwait(false);
                return;
            }

            foreach (var one in news)
            {
                await HandleOrKeepAsync(context, [one]).ConfigureAwait(false);
            }
        }
    }

    // What the endpoint's retries are for, or the process's end, says nothing about the news.
    internal static bool IsOfTheNews(Exception exception) =>
        exception is not (StoreUnavailableException or FactsUnavailableException or ConcurrencyException or OperationCanceledException);
}
