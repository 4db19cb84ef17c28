using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Venues;

namespace Pipeline.Submission;

/// <summary>
/// Grant, send, record. The claim is durable before the venue is called, and a delivery that finds a claim never sends: what
/// became of it is for the resolver to find out.
/// </summary>
public sealed class Stage(
    IStore store, IOrderEntry venue, Grants grants, IOptions<SubmissionOptions> options, TimeProvider clock, ILogger<Stage> logger)
    : IStage<OrderReleased>
{
    public string Name => Stages.Submission;

    public async Task<IReadOnlyList<FollowUp>> HandleAsync(OrderReleased message, CancellationToken cancellationToken)
    {
        var granted = await store.WriteAsync(session => grants.Take(session, message, clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        if (granted.Permission is not { } permission)
        {
            return granted.FollowUps;
        }

        var outcome = await SendAsync(permission).ConfigureAwait(false);
        Metrics.Count(outcome);

        // The answer is recorded whatever happens to the caller: cancelling here would throw an answer away.
        var answered = await store.WriteAsync(session => Outcomes.Record(session, permission, outcome, venue.Adapter, clock.GetUtcNow()), CancellationToken.None)
            .ConfigureAwait(false);
        logger.LogInformation(
            "Order {cl_ord_id} of intent {intent_id}, attempt {Attempt}: {Outcome}",
            permission.Order.ClOrdId, permission.Order.IntentId, permission.Attempt, outcome?.GetType().Name ?? "NotSent");
        return [.. granted.FollowUps, .. answered];
    }

    private async Task<SubmitOutcome?> SendAsync(Permission permission)
    {
        var now = clock.GetUtcNow();
        if (now >= permission.SendDeadline)
        {
            return null;
        }

        Metrics.ObserveIntakeToVenue(now - permission.Order.ReceivedAt);
        using var timeout = new CancellationTokenSource(options.Value.CallTimeout, clock);
        try
        {
            return await venue.SubmitAsync(ToNewOrderSingle(permission.Order, now), timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever broke, it broke after the call began: nobody knows what the venue has.
            logger.LogError(e, "The call for {cl_ord_id} ({intent_id}) ended without an answer", permission.Order.ClOrdId, permission.Order.IntentId);
            return new SubmitOutcome.Unknown(e is OperationCanceledException ? "TIMEOUT" : e.GetType().Name);
        }
    }

    private static NewOrderSingle ToNewOrderSingle(Order order, DateTimeOffset now)
    {
        var price = PriceBounds.Effective(order.Terms.LimitPrice, order.PriceBound, order.Side);
        return new NewOrderSingle
        {
            ClOrdId = order.ClOrdId,
            Account = order.Account,
            Symbol = order.Symbol,
            Side = order.Side,
            OrdType = (order.Terms.OrderType, price) switch
            {
                // A slippage limit makes a market order a marketable limit order, since a venue has no such protection.
                (OrdType.Market, not null) => OrdType.Limit,
                (OrdType.Stop, not null) => OrdType.StopLimit,
                _ => order.Terms.OrderType,
            },
            OrderQty = order.Terms.Qty,
            Price = price,
            StopPx = order.Terms.StopPrice,
            TimeInForce = order.Terms.TimeInForce,
            TransactTime = now,
        };
    }
}
