using Microsoft.Extensions.Logging;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>The way onto Binance: one request per call, and whatever its answer proves.</summary>
public sealed class BinanceOrderEntry : IOrderEntry, IDisposable
{
    private readonly BinanceCaller caller;
    private readonly BinanceReads reads;
    private readonly Pairs pairs;
    private readonly BinanceEndpoints endpoints;
    private readonly VenuePause pause;
    private readonly ILogger logger;
    private readonly UnknownFields fields;

    /// <summary>Over a handler of the caller's, which stays the caller's to dispose.</summary>
    /// <param name="handler">Carries the requests.</param>
    /// <param name="options">How Binance is reached.</param>
    /// <param name="credentials">The API key.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told of what nobody understands.</param>
    /// <param name="pause">The pauses that the venue asks for, shared with whoever else calls it; without one it has its own.</param>
    /// <param name="offset">The difference of the clocks, shared in the same way.</param>
    /// <exception cref="FormatException">The options name pairs that can't be traded together.</exception>
    public BinanceOrderEntry(
        HttpMessageHandler handler, BinanceOptions options, BinanceCredentials credentials, TimeProvider clock, ILogger logger, VenuePause? pause = null,
        ServerOffset? offset = null)
    {
        this.pause = pause ?? new VenuePause(clock);
        endpoints = BinanceEndpoints.Of(options);
        pairs = Pairs.Of(options);
        Rate = new VenueRate(options.OrdersASecond, TimeSpan.FromSeconds(1));
        caller = new BinanceCaller(handler, options, credentials, this.pause, offset ?? new ServerOffset(), clock);
        this.logger = logger;
        fields = new UnknownFields("Binance", credentials.Redact, Metrics.CountUnknownField, logger);
        reads = new BinanceReads(caller, pairs, new OrderReader("", pairs), fields, clock);
    }

    /// <inheritdoc/>
    public string Adapter => Capabilities.Adapter;

    /// <inheritdoc/>
    public VenueCapabilities Capabilities => BinanceCapabilities.Stated;

    /// <inheritdoc/>
    public VenueRate? Rate { get; }

    /// <inheritdoc/>
    public TimeSpan LeftAlone => pause.Left(endpoints.Rest);

    /// <inheritdoc/>
    public async Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new SubmitOutcome.NotSent("CANCELED: the call was given up before it began");
        }

        if (pairs.Find(order.Symbol) is not { } pair)
        {
            return new SubmitOutcome.Rejected(RejectCodes.UnknownSymbol, $"{order.Symbol} is none of the pairs that are traded; nothing was sent");
        }

        var reply = await caller.PlaceAsync(ParametersOf(order, pair), order.SendDeadline, lastLook, cancellationToken).ConfigureAwait(false);
        var outcome = BinanceErrors.OfSubmit(reply, order, pair, stated => fields.Note("order", stated.More));
        if (outcome is SubmitOutcome.Acknowledged { OrderId: var orderId, UnknownStatus: { } word })
        {
            Metrics.CountUnknown("status");
            logger.LogWarning("Binance answers order {OrderId} with the status {Status}, which nobody knows; it is asked about", orderId, word);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public async Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken)
    {
        if (pairs.Find(request.Symbol) is not { } pair)
        {
            return new CancelOutcome.Rejected("UNKNOWN_ORDER", $"{request.Symbol} is none of the pairs that are traded");
        }

        if (request.OrderId is { Length: > 0 } orderId)
        {
            return await CancelAsync(pair, orderId, cancellationToken).ConfigureAwait(false);
        }

        return await reads.ByClOrdIdAsync(new OrderStatusRequest(request.OrigClOrdId, request.Symbol), cancellationToken).ConfigureAwait(false) switch
        {
            OrderQuery.Found { Order: var order } when (order.Symbol, order.Side, order.OrderQty) != (request.Symbol, request.Side, request.OrderQty) =>
                new CancelOutcome.Rejected("ID_COLLISION", $"the venue's order {order.OrderId} of this ClOrdId is another: {order.Side} {order.OrderQty} {order.Symbol}"),
            OrderQuery.Found found => await CancelAsync(pair, found.Order.OrderId, cancellationToken).ConfigureAwait(false),
            OrderQuery.NotFound => new CancelOutcome.Rejected("UNKNOWN_ORDER", "the venue knows no order of this ClOrdId"),
            OrderQuery.Unavailable unavailable => new CancelOutcome.Unknown(unavailable.Reason, unavailable.RetryAfter),
            var other => throw new InvalidOperationException($"{other} is no answer to a look-up"),
        };
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => reads.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => caller.Dispose();

    private async Task<CancelOutcome> CancelAsync(Pair pair, string orderId, CancellationToken cancellationToken)
    {
        if (Fields.VenueOrderId(pair, orderId) is not { } id)
        {
            return new CancelOutcome.Rejected("UNKNOWN_ORDER", $"{orderId} is no order of {pair.Symbol} at this venue");
        }

        // By its own id alone, which is also what Binance is fastest with: an id of ours can be another order's by now.
        var parameters = new Parameters().With("symbol", pair.VenueSymbol).With("orderId", id);
        return BinanceErrors.OfCancel(await caller.SignedAsync(HttpMethod.Delete, "api/v3/order", parameters, cancellationToken).ConfigureAwait(false));
    }

    private static Parameters ParametersOf(NewOrderSingle order, Pair pair) => new Parameters()
        .With("symbol", pair.VenueSymbol)
        .With("side", BinanceWords.Of(order.Side))
        .With("type", BinanceWords.Of(order.OrdType))
        .With("timeInForce", order.OrdType is OrdType.Limit or OrdType.StopLimit ? BinanceWords.Of(order.TimeInForce) : null)
        .With("quantity", order.OrderQty)
        .With("price", order.Price)
        .With("stopPrice", order.StopPx)
        .With("newClientOrderId", order.ClOrdId)

        // The answer states the order's terms, so that it shows whether they are ours.
        .With("newOrderRespType", "RESULT");
}
