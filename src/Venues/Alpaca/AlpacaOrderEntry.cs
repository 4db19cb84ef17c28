using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Messages.Capabilities;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>The way onto Alpaca: one request per call, and whatever its answer proves.</summary>
public sealed class AlpacaOrderEntry : IOrderEntry, IDisposable
{
    private readonly VenueHttp http;
    private readonly AlpacaReads reads;
    private readonly AlpacaEndpoints endpoints;
    private readonly VenuePause pause;
    private readonly ILogger logger;
    private readonly UnknownFields fields;

    /// <summary>Over a handler of the caller's, which stays the caller's to dispose.</summary>
    /// <param name="handler">Carries the requests.</param>
    /// <param name="options">How Alpaca is reached.</param>
    /// <param name="credentials">The API key.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told of what nobody understands.</param>
    /// <param name="pause">The pauses that the venue asks for, shared with whoever else calls it; without one it has its own.</param>
    public AlpacaOrderEntry(
        HttpMessageHandler handler, AlpacaOptions options, AlpacaCredentials credentials, TimeProvider clock, ILogger logger, VenuePause? pause = null)
    {
        this.pause = pause ?? new VenuePause(clock);
        endpoints = AlpacaEndpoints.Of(options);
        Rate = new VenueRate(options.OrdersAMinute, TimeSpan.FromMinutes(1));
        var manners = new AlpacaManners(credentials);
        http = new VenueHttp(handler, manners, this.pause, clock, options.LongestPause);
        this.logger = logger;
        fields = new UnknownFields("Alpaca", manners.Redact, Metrics.CountUnknownField, logger);
        reads = new AlpacaReads(http, endpoints, options, fields, clock);
    }

    /// <inheritdoc/>
    public string Adapter => Capabilities.Adapter;

    /// <inheritdoc/>
    public VenueCapabilities Capabilities => AlpacaCapabilities.Stated;

    /// <inheritdoc/>
    public VenueRate? Rate { get; }

    /// <inheritdoc/>
    public TimeSpan LeftAlone => pause.Left(endpoints.Trading);

    /// <inheritdoc/>
    public async Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new SubmitOutcome.NotSent("CANCELED: the call was given up before it began");
        }

        var content = new OnceContent(JsonSerializer.SerializeToUtf8Bytes(Request(order), AlpacaJson.Default.OrderRequest), lastLook);
        var answer = await http.SendAsync(HttpMethod.Post, new Uri(endpoints.Trading, "v2/orders"), content, cancellationToken)
            .ConfigureAwait(false);
        var outcome = AlpacaErrors.OfSubmit(answer, order, stated => fields.Note("order", stated.More));
        if (outcome is SubmitOutcome.Acknowledged { OrderId: var orderId, UnknownStatus: { } word })
        {
            Metrics.CountUnknown("status");
            logger.LogWarning("Alpaca answers order {OrderId} with the status {Status}, which nobody knows; it is asked about", orderId, word);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public async Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken)
    {
        if (request.OrderId is { Length: > 0 } orderId)
        {
            return await CancelAsync(orderId, cancellationToken).ConfigureAwait(false);
        }

        return await reads.ByClOrdIdAsync(request.OrigClOrdId, cancellationToken).ConfigureAwait(false) switch
        {
            OrderQuery.Found { Order: var order } when (order.Symbol, order.Side, order.OrderQty) != (request.Symbol, request.Side, request.OrderQty) =>
                new CancelOutcome.Rejected("ID_COLLISION", $"the venue's order {order.OrderId} of this ClOrdId is another: {order.Side} {order.OrderQty} {order.Symbol}"),
            OrderQuery.Found found => await CancelAsync(found.Order.OrderId, cancellationToken).ConfigureAwait(false),
            OrderQuery.NotFound => new CancelOutcome.Rejected("UNKNOWN_ORDER", "the venue knows no order of this ClOrdId"),
            OrderQuery.Unavailable unavailable => new CancelOutcome.Unknown(unavailable.Reason, unavailable.RetryAfter),
            var other => throw new InvalidOperationException($"{other} is no answer to a look-up"),
        };
    }

    /// <inheritdoc/>
    public async Task<ReplaceOutcome> ReplaceAsync(OrderCancelReplaceRequest request, LastLook lastLook, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new ReplaceOutcome.NotSent("CANCELED: the call was given up before it began");
        }

        if (Capabilities.KindOf(request.Order.Symbol, request.Order.OrderQty) is { ReplacesNatively: false, Name: var kind })
        {
            return new ReplaceOutcome.NotSent($"NOT_REPLACEABLE: the venue replaces no {kind}; cancel it and send a new order");
        }

        var content = new OnceContent(JsonSerializer.SerializeToUtf8Bytes(Replacement(request.Order), AlpacaJson.Default.ReplaceRequest), lastLook);
        var address = new Uri(endpoints.Trading, $"v2/orders/{Uri.EscapeDataString(request.OrderId)}");
        return AlpacaErrors.OfReplace(await http.SendAsync(HttpMethod.Patch, address, content, cancellationToken).ConfigureAwait(false), request);
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => reads.TimeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<CancelOutcome> CancelAsync(string orderId, CancellationToken cancellationToken)
    {
        var path = $"v2/orders/{Uri.EscapeDataString(orderId)}";
        var answer = await reads.SendAsync(HttpMethod.Delete, endpoints.Trading, path, cancellationToken).ConfigureAwait(false);
        return AlpacaErrors.OfCancel(answer);
    }

    private static OrderRequest Request(NewOrderSingle order) => new(
        order.Symbol,
        Number(order.OrderQty),
        AlpacaWords.Of(order.Side),
        AlpacaWords.Of(order.OrdType),
        AlpacaWords.Of(order.TimeInForce),
        order.Price is { } price ? Number(price) : null,
        order.StopPx is { } stop ? Number(stop) : null,
        order.ClOrdId,
        order.TimeInForce == Messages.Fix.TimeInForce.ExtendedHours ? true : null);

    private static ReplaceRequest Replacement(NewOrderSingle order) => new(
        Number(order.OrderQty),
        AlpacaWords.Of(order.TimeInForce),
        order.Price is { } price ? Number(price) : null,
        order.StopPx is { } stop ? Number(stop) : null,
        order.ClOrdId);

    private static string Number(decimal value) => value.ToString("0.############################");
}
