using System.Text;
using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// What an answer proves, as pure functions. A refusal counts only in Alpaca's own words (a document with a code) and under a
/// status and code that its order service is known to refuse with at once. Everything else is open until there is evidence.
/// </summary>
internal static class AlpacaErrors
{
    private const int NotFoundCode = 40410000;

    /// <summary>What one attempt to place an order came to.</summary>
    /// <param name="answer">What came of the request.</param>
    /// <param name="sent">The order.</param>
    /// <param name="heard">Told of the order that the answer states, whatever it proves.</param>
    public static SubmitOutcome OfSubmit(VenueReply answer, NewOrderSingle sent, Action<OrderDocument>? heard = null) => answer switch
    {
        VenueReply.NotSent notSent => new SubmitOutcome.NotSent(notSent.Reason),
        VenueReply.NoAnswer none => new SubmitOutcome.Unknown(none.Reason),
        VenueReply.Answered { IsSuccess: true } accepted => OfAccepted(accepted, sent, heard),
        VenueReply.Answered answered => OfRefused(answered, sent.Side),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
    };

    /// <summary>What a request to cancel came to. That the order is being canceled already is no refusal.</summary>
    public static CancelOutcome OfCancel(VenueReply answer) => answer switch
    {
        VenueReply.NotSent notSent => new CancelOutcome.Unknown(notSent.Reason),
        VenueReply.NoAnswer none => new CancelOutcome.Unknown(none.Reason),
        VenueReply.Answered { IsSuccess: true } => new CancelOutcome.Requested(),
        VenueReply.Answered answered => (answered.Status, Read(answered.Body)) switch
        {
            (404, { Code: NotFoundCode }) => new CancelOutcome.Rejected("UNKNOWN_ORDER", TextOf(answered)),
            (422, { Code: not null, Message: { } text }) when Says(text, "\"pending_cancel\"") => new CancelOutcome.Requested(),
            (422, { Code: not null }) => new CancelOutcome.Rejected("TOO_LATE_TO_CANCEL", TextOf(answered)),
            (429, _) => new CancelOutcome.Unknown(Reason("RATE_LIMITED", answered), answered.RetryAfter),
            _ => new CancelOutcome.Unknown(Reason($"HTTP_{answered.Status}", answered), answered.RetryAfter),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
    };

    /// <summary>
    /// What a request to replace came to. Only of an order that is there and over, or of none, it is known that nothing takes its place; whatever else is
    /// said of an order, the one asked for may be there.
    /// </summary>
    public static ReplaceOutcome OfReplace(VenueReply answer, OrderCancelReplaceRequest asked) => answer switch
    {
        VenueReply.NotSent notSent => new ReplaceOutcome.NotSent(notSent.Reason),
        VenueReply.NoAnswer none => new ReplaceOutcome.Unknown(none.Reason),
        VenueReply.Answered { IsSuccess: true } accepted => OfAccepted(accepted, asked.Order, null) switch
        {
            SubmitOutcome.Acknowledged acknowledged when acknowledged.OrderId != asked.OrderId => new ReplaceOutcome.Requested(acknowledged.OrderId),
            SubmitOutcome.Unknown unknown => new ReplaceOutcome.Unknown(unknown.Reason),
            _ => new ReplaceOutcome.Unknown(Reason("UNREADABLE_ANSWER", accepted)),
        },
        VenueReply.Answered answered => (answered.Status, Read(answered.Body)) switch
        {
            (404, { Code: NotFoundCode }) => new ReplaceOutcome.Rejected("UNKNOWN_ORDER", TextOf(answered)),
            (422, { Code: 42210000 }) => new ReplaceOutcome.Rejected(RejectCodes.Unprocessable, TextOf(answered)),
            (429, _) => new ReplaceOutcome.Unknown(Reason("RATE_LIMITED", answered), answered.RetryAfter),
            _ => new ReplaceOutcome.Unknown(Reason($"HTTP_{answered.Status}", answered), answered.RetryAfter),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
    };

    /// <summary>How a question without a usable answer failed.</summary>
    public static (VenueFault Fault, string Reason, TimeSpan? RetryAfter) OfQuestion(VenueReply answer) => answer switch
    {
        VenueReply.NotSent notSent => (VenueFault.Transport, notSent.Reason, null),
        VenueReply.NoAnswer none => (VenueFault.Transport, none.Reason, null),
        VenueReply.Answered { Status: 429 } answered => (VenueFault.Throttled, Reason("RATE_LIMITED", answered), answered.RetryAfter),
        VenueReply.Answered { Status: 404 } answered when Read(answered.Body) is not { Code: not null } =>
            (VenueFault.Unreadable, Reason("HTTP_404", answered), null),
        VenueReply.Answered answered => (
            answered.Status is >= 400 and < 500 ? VenueFault.Refused : VenueFault.ServerError, Reason($"HTTP_{answered.Status}", answered), answered.RetryAfter),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Not an answer"),
    };

    /// <summary>Whether Alpaca itself says that there is no such order; a proxy's 404 does not.</summary>
    public static bool IsNotFound(VenueReply answer) =>
        answer is VenueReply.Answered { Status: 404 } answered && Read(answered.Body) is { Code: NotFoundCode };

    private static SubmitOutcome OfAccepted(VenueReply.Answered answered, NewOrderSingle sent, Action<OrderDocument>? heard)
    {
        try
        {
            var stated = JsonSerializer.Deserialize(answered.Body.Span, AlpacaJson.Default.OrderDocument);
            heard?.Invoke(stated ?? new OrderDocument());
            return stated switch
            {
                { Id.Length: > 0 } order when order.ClientOrderId == sent.ClOrdId => IsAnother(order, sent)
                    ? new SubmitOutcome.Unknown($"TERMS_MISMATCH: answered with order {order.Id} of other terms")
                    : Missing(order, sent) is { } missing ? new SubmitOutcome.Unknown($"INCOMPLETE_ANSWER: order {order.Id} is answered without {missing}")
                    : new SubmitOutcome.Acknowledged(order.Id) { UnknownStatus = AlpacaWords.ToOrdStatus(order.Status) is null ? Untrusted.Cap(answered.Redact(order.Status!)) : null },
                { Id.Length: > 0, ClientOrderId.Length: > 0 } other =>
                    new SubmitOutcome.Unknown($"ID_MISMATCH: answered with order {Untrusted.Cap(other.ClientOrderId)}"),
                _ => new SubmitOutcome.Unknown(Reason("UNREADABLE_ANSWER", answered)),
            };
        }
        catch (JsonException)
        {
            return new SubmitOutcome.Unknown(Reason("UNREADABLE_ANSWER", answered));
        }
    }

    // What an answer leaves out is no difference; what it states otherwise than it was asked for is another order. Orders over money are never sent.
    private static bool IsAnother(OrderDocument order, NewOrderSingle sent) =>
        (order.Symbol is not null && order.Symbol != sent.Symbol)
        || (AlpacaWords.ToSide(order.Side) is { } side && side != sent.Side)
        || (order.Qty is { } qty ? qty != sent.OrderQty : order.Notional is not null)
        || (AlpacaWords.ToOrdType(order.Type) is { } type && type != sent.OrdType)
        || (order.LimitPrice is { } limit && limit != sent.Price)
        || (order.StopPrice is { } stop && stop != sent.StopPx);

    // An order is known to be ours by its terms, so none of them may be left out: then the resolver asks for it.
    private static string? Missing(OrderDocument order, NewOrderSingle sent) =>
        order.Symbol is null ? "symbol"
        : order.Side is null ? "side"
        : order.Qty is null ? "qty"
        : order.Type is null ? "type"
        : order.TimeInForce is null ? "time_in_force"
        : order.LimitPrice is null && sent.Price is not null ? "limit_price"
        : order.StopPrice is null && sent.StopPx is not null ? "stop_price"
        : order.Status is null ? "status"
        : null;

    private static SubmitOutcome OfRefused(VenueReply.Answered answered, Side side)
    {
        if (answered.Status == 429)
        {
            return new SubmitOutcome.Unknown(Reason("RATE_LIMITED", answered), RetryAfter: answered.RetryAfter);
        }

        if (answered.Status is < 400 or >= 500)
        {
            return new SubmitOutcome.Unknown(Reason($"HTTP_{answered.Status}", answered), RetryAfter: answered.RetryAfter);
        }

        var error = Read(answered.Body);
        if (error is { Code: 40010001 } && IsAboutUniqueness(error))
        {
            // The venue has an order of this id already: perhaps this very one, from a request whose answer was lost.
            return new SubmitOutcome.Unknown(Reason(SubmitOutcome.IdTaken, answered));
        }

        return RefusalCode(answered.Status, error, side) is { } code
            ? new SubmitOutcome.Rejected(code, TextOf(answered))
            : new SubmitOutcome.Unknown(
                Reason($"HTTP_{answered.Status}", answered),
                new Refusal(error?.Code is { } known ? $"ALPACA_{known}" : $"HTTP_{answered.Status}", TextOf(answered)));
    }

    /// <summary>Our stable word for a refusal that proves itself; null where it does not.</summary>
    private static string? RefusalCode(int status, ErrorDocument? error, Side side) => (status, error?.Code) switch
    {
        (401, 40110000) => RejectCodes.Unauthorized,
        (403, 40310100) => RejectCodes.Pdt,
        (403, 40310000) => Forbidden(error!, side),
        (422, 42210000) when IsAboutNoPosition(error!) => RejectCodes.NoPosition,
        (422, 42210000) when error!.Message is { } text && Says(text, "not fractionable") => RejectCodes.InstrumentRules,
        (422, 42210000) => RejectCodes.Unprocessable,
        (422, 40010001) => RejectCodes.InvalidRequest,
        _ => null,
    };

    private static string Forbidden(ErrorDocument error, Side side) => error.Message switch
    {
        { } text when Says(text, "buying power") => RejectCodes.InsufficientBuyingPower,
        { } text when Says(text, "insufficient qty") => RejectCodes.InsufficientQty,
        // Said of pairs: a buy lacks money, a sale coins.
        { } text when Says(text, "insufficient balance") => side == Side.Buy ? RejectCodes.InsufficientBuyingPower : RejectCodes.InsufficientQty,
        { } text when Says(text, "wash trade") => RejectCodes.WashTrade,
        _ when IsAboutNoPosition(error) => RejectCodes.NoPosition,
        _ => RejectCodes.Forbidden,
    };

    private static bool IsAboutUniqueness(ErrorDocument error) => error.Message is { } text && Says(text, "must be unique");

    // Nothing is held that could be sold, and it may not be sold short.
    private static bool IsAboutNoPosition(ErrorDocument error) => error.Message is { } text
        && (Says(text, "not allowed to short") || Says(text, "position not found") || Says(text, "position does not exist") || Says(text, "cannot be sold short"));

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static ErrorDocument? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, AlpacaJson.Default.ErrorDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Reason(string code, VenueReply.Answered answered) =>
        TextOf(answered) is { Length: > 0 } text ? $"{code}: {text}" : code;

    private static string TextOf(VenueReply.Answered answered) =>
        Untrusted.Cap(answered.Redact(Read(answered.Body) is { Message: { } said } ? said : Encoding.UTF8.GetString(answered.Body.Span)));
}
