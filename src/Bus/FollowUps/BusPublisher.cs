using MassTransit;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Bus.FollowUps;

/// <summary>Publishes over MassTransit: mandatory, confirmed, and never longer than the publish timeout.</summary>
public sealed class BusPublisher(IPublishEndpoint endpoint, IOptions<BusOptions> options, PublishWatch watch) : IFollowUpPublisher
{
    public Task PublishAsync(FollowUp followUp, CancellationToken cancellationToken) =>
        PublishAsync(followUp.Message, followUp.MessageId, Sagas.OrderSaga.IdOf(followUp.Message.ClOrdId), cancellationToken);

    public Task PublishAsync(NewsBatch news, CancellationToken cancellationToken) =>
        PublishAsync(news, IdOf(nameof(NewsBatch), news.Items), null, cancellationToken);

    public Task PublishAsync(OutcomeBatch outcomes, CancellationToken cancellationToken) =>
        PublishAsync(outcomes, IdOf(nameof(OutcomeBatch), outcomes.Items), null, cancellationToken);

    private static Guid IdOf(string batch, IReadOnlyList<NewsItem> items) => OrderKey.MessageId([batch, .. items.Select(item => item.MessageId.ToString("N"))]);

    private async Task PublishAsync(object message, Guid messageId, Guid? correlationId, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.PublishTimeout);
        await watch.WatchAsync(() => endpoint.Publish(
            message,
            message.GetType(),
            Pipe.Execute<PublishContext>(context =>
            {
                context.MessageId = messageId;
                context.CorrelationId = correlationId;
                context.Mandatory = true;
            }),
            timeout.Token)).ConfigureAwait(false);
    }
}
