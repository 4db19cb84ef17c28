using MassTransit;
using Microsoft.Extensions.Options;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>Publishes over MassTransit: mandatory, confirmed, and never longer than the publish timeout.</summary>
public sealed class BusPublisher(IPublishEndpoint endpoint, IOptions<BusOptions> options) : IFollowUpPublisher
{
    public async Task PublishAsync(FollowUp followUp, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Value.PublishTimeout);
        await endpoint.Publish(
            followUp.Message,
            followUp.Message.GetType(),
            Pipe.Execute<PublishContext>(context =>
            {
                context.MessageId = followUp.MessageId;
                context.CorrelationId = Sagas.OrderSaga.IdOf(followUp.Message.ClOrdId);
                context.Mandatory = true;
            }),
            timeout.Token).ConfigureAwait(false);
    }
}
