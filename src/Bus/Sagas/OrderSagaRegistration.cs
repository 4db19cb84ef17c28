using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Pipeline.Store;

namespace Pipeline.Bus.Sagas;

/// <summary>Keeps a saga in the pipeline's store.</summary>
public static class OrderSagaRegistration
{
    public static void UsePipelineStore(this ISagaRegistrationConfigurator<OrderSaga> saga) => saga.Repository(repository =>
    {
        repository.RegisterLoadSagaRepository<OrderSaga, OrderSagaRepository>();
        repository.RegisterSagaRepository<OrderSaga, IStore, SagaConsumeContextFactory<IStore, OrderSaga>, OrderSagaRepository>();
    });
}
