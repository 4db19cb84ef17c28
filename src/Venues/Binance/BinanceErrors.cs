using System.Text;
using System.Text.Json;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>
/// What an answer proves, as pure functions. A refusal counts only in Binance's own words (a document with a code) and under a code that is known
/// to mean that the order did not come to be (errors.md). Everything else is open until there is evidence: above all -1006, -1007 and every 5XX.
/// </summary>
internal static class BinanceErrors
{
    private const int InvalidTimestamp = -1021;
    private const int NoSuchOrder = -2013;
    private const int CancelRejected = -2011;
    private const int NewOrderRejected = -2010;
    private const int UnexpectedResponse = -1006;
    private const int Timeout = -1007;

    /// <summary>What one attempt to place an order came to.</summary>
    /// <param name="reply">What came of the request.</param>
    /// <param name="sent">The order.</param>
    /// <param name="pair">Its pair.</param>
    /// <param name="heard">Told of the order that the answer states, whatever it proves.</param>
    public static SubmitOutcome OfSubmit(VenueReply reply, NewOrderSingle sent, Pair pair, Action<OrderDocument>? heard = null) => reply switch
    {
        VenueReply.NotSent notSent => new SubmitOutcome.NotSent(notSent.Reason),
        VenueReply.NoAnswer none => new SubmitOutcome.Unknown(none.Reason),
        VenueReply.Answered { IsSuccess: true } accepted => OfAccepted(accepted, sent, pair, heard),
        VenueReply.Answered answered => OfRefused(answered, sent),
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "Not an answer"),
    };

    /// <summary>
    /// What a request to cancel came to. Of an order that is known to be there, "unknown" means that it is over. The same code says that a market is closed or an account barred: that is
    /// no answer about the order, and it is asked again. Source: errors.md, "Messages for -1010, -2010, -2011".
    /// </summary>
    public static CancelOutcome OfCancel(VenueReply reply) => reply switch
    {
        VenueReply.NotSent notSent => new CancelOutcome.Unknown(notSent.Reason),
        VenueReply.NoAnswer none => new CancelOutcome.Unknown(none.Reason),
        VenueReply.Answered { IsSuccess: true } => new CancelOutcome.Requested(),
        VenueReply.Answered { Status: 400 } answered when Read(answered) is { Code: CancelRejected, Msg: { } said } && said.Contains("Unknown order", StringComparison.OrdinalIgnoreCase) => new CancelOutcome.Rejected("TOO_LATE_TO_CANCEL", TextOf(answered)),
        VenueReply.Answered answered => new CancelOutcome.Unknown(ReasonOf(answered), answered.RetryAfter),
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "Not an answer"),
    };

    /// <summary>How a question without a usable answer failed.</summary>
    public static (VenueFault Fault, string Reason, TimeSpan? RetryAfter) OfQuestion(VenueReply reply) => reply switch
    {
        VenueReply.NotSent notSent => (VenueFault.Transport, notSent.Reason, null),
        VenueReply.NoAnswer none => (VenueFault.Transport, none.Reason, null),
        VenueReply.Answered answered when IsLimit(answered) => (VenueFault.Throttled, ReasonOf(answered), answered.RetryAfter),
        VenueReply.Answered answered when answered.Status < 500 && Read(answered) is not { Code: not null } => (VenueFault.Unreadable, ReasonOf(answered), null),
        VenueReply.Answered answered => (answered.Status is >= 400 and < 500 ? VenueFault.Refused : VenueFault.ServerError, ReasonOf(answered), answered.RetryAfter),
        _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, "Not an answer"),
    };

    /// <summary>Whether Binance itself says that there is no such order; a proxy's 404 does not.</summary>
    public static bool IsNotFound(VenueReply reply) => reply is VenueReply.Answered { Status: 400 } answered && Read(answered) is { Code: NoSuchOrder };

    /// <summary>Whether Binance does not know the symbol.</summary>
    public static bool IsUnknownSymbol(VenueReply reply) => reply is VenueReply.Answered { Status: 400 } answered && Read(answered) is { Code: -1121 };

    /// <summary>Whether a request was refused for its time: then the clocks are compared anew.</summary>
    public static bool IsTimestampRefused(VenueReply reply) =>
        reply is VenueReply.Answered { Status: >= 400 and < 500 } answered && Read(answered) is { Code: InvalidTimestamp };

    /// <summary>Whether a refusal is of who asks: the key, its signature or what it may do.</summary>
    public static bool RefusesCredentials(ReadOnlySpan<byte> body) => Refusals.IsOfCredentials(Read(body)?.Code);

    private static SubmitOutcome OfAccepted(VenueReply.Answered answered, NewOrderSingle sent, Pair pair, Action<OrderDocument>? heard)
    {
        try
        {
            var stated = JsonSerializer.Deserialize(answered.Body.Span, BinanceJson.Default.OrderDocument);
            heard?.Invoke(stated ?? new OrderDocument());
            return stated switch
            {
                { OrderId: > 0 and { } id } order when order.ClientOrderId == sent.ClOrdId => IsAnother(order, sent, pair)
                    ? new SubmitOutcome.Unknown($"TERMS_MISMATCH: answered with order {id} of other terms")
                    : Missing(order, sent) is { } missing ? new SubmitOutcome.Unknown($"INCOMPLETE_ANSWER: order {id} is answered without {missing}")
                    : new SubmitOutcome.Acknowledged(Fields.OrderId(pair, id)) { UnknownStatus = BinanceWords.ToOrdStatus(order.Status) is null ? Untrusted.Cap(answered.Redact(order.Status!)) : null },
                { OrderId: > 0, ClientOrderId.Length: > 0 } other =>
                    new SubmitOutcome.Unknown($"ID_MISMATCH: answered with order {Untrusted.Cap(other.ClientOrderId)}"),
                _ => new SubmitOutcome.Unknown(Reason("UNREADABLE_ANSWER", answered)),
            };
        }
        catch (JsonException)
        {
            return new SubmitOutcome.Unknown(Reason("UNREADABLE_ANSWER", answered));
        }
    }

    // What an answer leaves out is no difference; what it states otherwise than it was asked for is another order.
    private static bool IsAnother(OrderDocument order, NewOrderSingle sent, Pair pair) =>
        (order.Symbol is not null && order.Symbol != pair.VenueSymbol)
        || (BinanceWords.ToSide(order.Side) is { } side && side != sent.Side)
        || (order.OrigQty is { } qty && qty != sent.OrderQty)
        || (BinanceWords.ToOrdType(order.Type) is { } type && type != sent.OrdType)
        || (Fields.Price(order.Price) is { } limit && limit != sent.Price)
        || (Fields.Price(order.StopPrice) is { } stop && stop != sent.StopPx);

    // An order is known to be ours by its terms, so none of them may be left out: then the resolver asks for it.
    private static string? Missing(OrderDocument order, NewOrderSingle sent) =>
        order.Symbol is null ? "symbol"
        : order.Side is null ? "side"
        : order.OrigQty is null ? "origQty"
        : order.Type is null ? "type"
        : order.TimeInForce is null ? "timeInForce"
        : order.Price is null && sent.Price is not null ? "price"
        : order.StopPrice is null && sent.StopPx is not null ? "stopPrice"
        : order.Status is null ? "status"
        : null;

    private static SubmitOutcome OfRefused(VenueReply.Answered answered, NewOrderSingle sent)
    {
        var error = Read(answered);
        if (answered.Status is < 400 or >= 500 || IsLimit(answered) || error is { Code: UnexpectedResponse or Timeout })
        {
            return new SubmitOutcome.Unknown(ReasonOf(answered), RetryAfter: answered.RetryAfter);
        }

        return error switch
        {
            // Binance says by it that nothing was made of the request; but what is answered may be said of another, or by somebody in between, and to be sent
            // again an order needs more than one answer. The resolver asks.
            { Code: InvalidTimestamp } => new SubmitOutcome.Unknown(Reason("TIMESTAMP_REFUSED", answered)),

            // The venue has an open order of this id already: perhaps this very one, from a request whose answer was lost.
            { Code: NewOrderRejected, Msg: { } text } when text.Contains("Duplicate order", StringComparison.OrdinalIgnoreCase) =>
                new SubmitOutcome.Unknown(Reason(SubmitOutcome.IdTaken, answered)),
            _ when Refusals.CodeOf(answered.Status, error?.Code, error?.Msg, sent.Side) is { } code => new SubmitOutcome.Rejected(code, TextOf(answered)),
            _ => new SubmitOutcome.Unknown(
                Reason($"HTTP_{answered.Status}", answered), new Refusal(error?.Code is { } known ? $"BINANCE_{-known}" : $"HTTP_{answered.Status}", TextOf(answered))),
        };
    }

    // A limit on calls, or the firewall's on them, whose answer has no code.
    private static bool IsLimit(VenueReply.Answered answered) => answered.Status is 418 or 429 || (answered.Status == 403 && !RefusesCredentials(answered.Body.Span));

    private static ErrorDocument? Read(VenueReply.Answered answered) => Read(answered.Body.Span);

    private static ErrorDocument? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, BinanceJson.Default.ErrorDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ReasonOf(VenueReply.Answered answered) => Reason(IsLimit(answered) ? "RATE_LIMITED" : $"HTTP_{answered.Status}", answered);

    private static string Reason(string code, VenueReply.Answered answered) => TextOf(answered) is { Length: > 0 } text ? $"{code}: {text}" : code;

    private static string TextOf(VenueReply.Answered answered) =>
        Untrusted.Cap(answered.Redact(Read(answered) is { Msg: { } said } ? said : Encoding.UTF8.GetString(answered.Body.Span)));
}
