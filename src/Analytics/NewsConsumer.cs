using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.DeadLetters;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;

namespace Pipeline.Analytics;

/// <summary>Feeds batches of news to analytics, a few orders at a time. Shell only.</summary>
public sealed class NewsConsumer(Stage stage, LetterKeeper keeper, TimeProvider clock) : Bus.NewsConsumer(Stages.Analytics, keeper, clock), IConsumer<OutcomeBatch>
{
    // What is recorded at the same time shares a commit with the steps of orders on their way, which wait for it.
    private const int AtATime = 32;

    public Task Consume(ConsumeContext<OutcomeBatch> context) => HandleOrKeepAsync(context, context.Message.Items);

    protected override async Task HandleAsync(ConsumeContext context, IReadOnlyList<NewsItem> news)
    {
        foreach (var some in news.Select(item => item.Message).Chunk(AtATime))
        {
            await Task.WhenAll(some.Select(message => HandleAsync(message, context.CancellationToken))).ConfigureAwait(false);
        }
    }

    private Task HandleAsync(OrderMessage message, CancellationToken cancellationToken) => message switch
    {
        OrderStatusChanged changed => stage.HandleAsync(changed, cancellationToken),
        OrderDenied denied => stage.HandleAsync(denied, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "Nothing for analytics"),
    };
}
