using MassTransit;
using MassTransit.Context;
using Pipeline.Bus.Sagas;
using Pipeline.Messages.Orders;
using Pipeline.Trading.Orders;

namespace Pipeline.Reconciliation;

/// <summary>
/// Where is the order, and what are we waiting for? The machine is built from <see cref="OrderProgress"/>, row by row: a pair
/// that stands in the table moves the order when the news is recent enough, every other pair is ignored by name.
/// </summary>
public sealed class OrderStateMachine : MassTransitStateMachine<OrderSaga>
{
    private readonly Dictionary<OrderState, State> states = [];

    public OrderStateMachine()
    {
        InstanceState(saga => saga.CurrentState);
        foreach (var state in Enum.GetValues<OrderState>())
        {
            states[state] = State(state.ToString());
        }

        On(() => Proposed, OrderTrigger.Proposed);
        On(() => Validated, OrderTrigger.Validated);
        On(() => Held, OrderTrigger.Held);
        On(() => Released, OrderTrigger.Released);
        On(() => Denied, OrderTrigger.Denied);
        On(() => Submitting, OrderTrigger.Submitting);
        On(() => Acknowledged, OrderTrigger.Acknowledged);
        On(() => Rejected, OrderTrigger.Rejected);
        On(() => Unresolved, OrderTrigger.Unresolved);
        On(() => StatusChanged, OrderTrigger.Moved, OrderTrigger.Ended);
    }

    public Event<OrderProposed> Proposed { get; private set; } = null!;

    public Event<OrderValidated> Validated { get; private set; } = null!;

    public Event<OrderHeld> Held { get; private set; } = null!;

    public Event<OrderReleased> Released { get; private set; } = null!;

    public Event<OrderDenied> Denied { get; private set; } = null!;

    public Event<OrderSubmitting> Submitting { get; private set; } = null!;

    public Event<OrderAcknowledged> Acknowledged { get; private set; } = null!;

    public Event<OrderRejected> Rejected { get; private set; } = null!;

    public Event<SubmissionUnresolved> Unresolved { get; private set; } = null!;

    public Event<OrderStatusChanged> StatusChanged { get; private set; } = null!;

    /// <summary>Raises news that came with other news.</summary>
    public Task ApplyAsync(ConsumeContext context, OrderSaga saga, OrderMessage message) => message switch
    {
        OrderProposed news => RaiseAsync(context, saga, Proposed, news),
        OrderValidated news => RaiseAsync(context, saga, Validated, news),
        OrderHeld news => RaiseAsync(context, saga, Held, news),
        OrderReleased news => RaiseAsync(context, saga, Released, news),
        OrderDenied news => RaiseAsync(context, saga, Denied, news),
        OrderSubmitting news => RaiseAsync(context, saga, Submitting, news),
        OrderAcknowledged news => RaiseAsync(context, saga, Acknowledged, news),
        OrderRejected news => RaiseAsync(context, saga, Rejected, news),
        SubmissionUnresolved news => RaiseAsync(context, saga, Unresolved, news),
        OrderStatusChanged news => RaiseAsync(context, saga, StatusChanged, news),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "No news of an order"),
    };

    private Task RaiseAsync<T>(ConsumeContext context, OrderSaga saga, Event<T> news, T message)
        where T : OrderMessage
    {
        var single = new MessageConsumeContext<T>(context, message);
        var of = new DefaultSagaConsumeContext<OrderSaga, T>(single, saga);
        return ((StateMachine<OrderSaga>)this).RaiseEvent(new BehaviorContextProxy<T>(this, of, single, news));
    }

    private void On<T>(System.Linq.Expressions.Expression<Func<Event<T>>> property, params OrderTrigger[] triggers)
        where T : OrderMessage
    {
        Event(property, config => config
            .CorrelateById(context => OrderSaga.IdOf(context.Message.ClOrdId))
            .SelectId(context => OrderSaga.IdOf(context.Message.ClOrdId)));
        var news = property.Compile()();

        Initially([.. triggers.Select(trigger => When(news, context => OrderNews.Of(context.Message).Trigger == trigger)
            .Then(Remember)
            .TransitionTo(states[OrderProgress.First(trigger)]))]);
        foreach (var (from, state) in states)
        {
            During(state, [.. triggers.Select(trigger => OrderProgress.Row(from, trigger) is { } advance
                ? When(news, context => Moves(context, trigger, advance.When)).Then(Remember).TransitionTo(states[advance.To])
                : When(news, context => OrderNews.Of(context.Message).Trigger == trigger).Then(Remember))]);
        }
    }

    private static bool Moves<T>(BehaviorContext<OrderSaga, T> context, OrderTrigger trigger, Recency when)
        where T : OrderMessage
    {
        var news = OrderNews.Of(context.Message);
        return news.Trigger == trigger && OrderProgress.Applies(when, context.Saga.Mark, news);
    }

    // News that moves nothing is remembered all the same: it has arrived, and need not be told again after a crash.
    private static void Remember<T>(BehaviorContext<OrderSaga, T> context)
        where T : OrderMessage
    {
        var saga = context.Saga;
        saga.ClOrdId = context.Message.ClOrdId;
        saga.Mark = saga.Mark.With(OrderNews.Of(context.Message));
    }
}
