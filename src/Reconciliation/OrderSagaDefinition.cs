using MassTransit;
using Pipeline.Bus;
using Pipeline.Bus.Sagas;
using Pipeline.Messages.Orders;

namespace Pipeline.Reconciliation;

/// <summary>How the order sagas' queue is worked off: beside the way to the venue, which never waits for it.</summary>
public sealed class OrderSagaDefinition : SagaDefinition<OrderSaga>
{
    public OrderSagaDefinition()
    {
        EndpointName = QueueNames.OrderSaga;
        ConcurrentMessageLimit = 32;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<OrderSaga> sagaConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UsePipelineConventions(context, QueueNames.OrderSaga);

        // News of one order one after the other, so that it seldom meets itself: losing a race costs far more than waiting.
        var partition = endpointConfigurator.CreatePartitioner(ConcurrentMessageLimit!.Value);
        void ByOrder<T>()
            where T : OrderMessage => sagaConfigurator.Message<T>(message => message.UsePartitioner(partition, news => news.Message.ClOrdId));
        ByOrder<OrderProposed>();
        ByOrder<OrderValidated>();
        ByOrder<OrderReleased>();
        ByOrder<OrderHeld>();
        ByOrder<OrderDenied>();
        ByOrder<OrderSubmitting>();
        ByOrder<OrderAcknowledged>();
        ByOrder<OrderRejected>();
        ByOrder<SubmissionUnresolved>();
        ByOrder<OrderStatusChanged>();
    }
}
