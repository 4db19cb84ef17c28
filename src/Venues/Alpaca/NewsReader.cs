using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>Turns what the stream and the lists say into reports. Pure.</summary>
/// <param name="account">The account reported on.</param>
internal sealed class NewsReader(string account)
{
    /// <summary>The venue's name in reports.</summary>
    public const string Venue = "alpaca";

    /// <summary>An event of the stream. A word that nobody knows makes it a status report with that word in its text.</summary>
    /// <exception cref="FormatException">A field is missing without which the event can't be booked.</exception>
    public VenueNews OfUpdate(TradeUpdateDocument update)
    {
        var word = OrderReader.Required(update.Event, "event");
        var order = update.Order ?? throw new FormatException("order is missing");
        var exec = AlpacaWords.ToExecType(word);
        var changed = OrderReader.ChangedAt(order) ?? update.Timestamp ?? throw new FormatException("timestamp is missing");
        var report = OfOrder(order, exec ?? ExecType.OrderStatus, (update.Timestamp ?? changed).ToUniversalTime()) with
        {
            Text = Text(update, exec, order),
            Unread = UnknownFields.RawOf(Both(update.More, order.More)),
            IsCancelReject = word == AlpacaWords.CancelRejected,
            ExecRestatementReason = exec == ExecType.Restated ? AlpacaWords.ToRestatementReason(update.Reason) : null,
        };
        return exec is ExecType.Trade or ExecType.TradeCancel or ExecType.TradeCorrect
            ? Execution(report, update.ExecutionId, update.PreviousExecutionId, update.Qty, update.Price)
            : new VenueNews(report, changed.ToUniversalTime());
    }

    /// <summary>An order found in a list.</summary>
    /// <exception cref="FormatException">A field is missing without which its status can't be told.</exception>
    public VenueNews OfListed(OrderDocument order)
    {
        var changed = OrderReader.ChangedAt(order) ?? throw new FormatException("updated_at is missing");
        var status = AlpacaWords.ToOrdStatus(OrderReader.Required(order.Status, "status"));
        var exec = status is { } known ? AlpacaWords.ToExecType(known) : ExecType.OrderStatus;
        return new VenueNews(OfOrder(order, exec, changed) with { Text = status is null ? UnknownStatus(order) : null }, changed);
    }

    /// <summary>A fill found in the account's activities, which name the order by the venue's id alone.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="order">The order; null when the venue no longer knows it.</param>
    /// <exception cref="FormatException">A field is missing without which the fill can't be booked.</exception>
    public VenueNews OfActivity(ActivityDocument activity, OrderDocument? order)
    {
        var exec = AlpacaWords.ToExecType(OrderReader.Required(activity.Type, "type"));
        if (exec is not (ExecType.Trade or ExecType.TradeCancel or ExecType.TradeCorrect))
        {
            throw OrderReader.Unknown("type", activity.Type);
        }

        var cumQty = activity.CumQty ?? 0;
        var leavesQty = activity.LeavesQty ?? 0;
        var report = new ExecutionReport
        {
            Venue = Venue,
            Account = account,
            OrderId = OrderReader.Required(activity.OrderId, "order_id"),
            ClOrdId = order?.ClientOrderId,
            ExecType = exec.Value,
            OrdStatus = activity.Type == "fill" ? OrdStatus.Filled : OrdStatus.PartiallyFilled,
            Symbol = OrderReader.Required(activity.Symbol, "symbol"),
            Side = AlpacaWords.ToSide(activity.Side) ?? throw OrderReader.Unknown("side", activity.Side),
            OrderQty = order?.Qty ?? (cumQty + leavesQty),
            CumQty = cumQty,
            LeavesQty = leavesQty,
            Unread = UnknownFields.RawOf(activity.More),
            TransactTime = OrderReader.Required(activity.TransactionTime, "transaction_time").ToUniversalTime(),
        };
        var id = OrderReader.Required(activity.Id, "id");
        var separator = id.IndexOf("::", StringComparison.Ordinal);
        var execId = separator < 0 ? throw new FormatException($"id '{id}' names no execution") : id[(separator + 2)..];
        return Execution(report, execId, activity.PreviousExecutionId, activity.Qty, activity.Price);
    }

    private ExecutionReport OfOrder(OrderDocument order, ExecType exec, DateTimeOffset at)
    {
        var status = OrderReader.StatusOf(order);
        var orderQty = OrderReader.QtyOf(order);
        var cumQty = OrderReader.Required(order.FilledQty, "filled_qty");
        return new ExecutionReport
        {
            Venue = Venue,
            Account = account,
            OrderId = OrderReader.Required(order.Id, "id"),
            ClOrdId = order.ClientOrderId,
            ExecType = exec,
            OrdStatus = status,
            Symbol = OrderReader.Required(order.Symbol, "symbol"),
            Side = AlpacaWords.ToSide(order.Side) ?? throw OrderReader.Unknown("side", order.Side),
            OrderQty = orderQty,
            CumQty = cumQty,
            LeavesQty = AlpacaWords.IsOver(order.Status) ? 0 : Math.Max(0, orderQty - cumQty),
            Unread = UnknownFields.RawOf(order.More),
            TransactTime = at,
        };
    }

    /// <summary>
    /// Adds what one execution did: its own quantity and price, not the order's totals. Without an id a fill could be booked
    /// twice, so it is refused here and comes from the activities, which have one. A bust or correction that names no earlier
    /// execution is about the one whose id it bears; several of one are told apart in the ledger, by what they state.
    /// </summary>
    private static VenueNews Execution(ExecutionReport report, string? execId, string? previous, decimal? qty, decimal? price)
    {
        var id = OrderReader.Required(execId, "execution_id");
        var isRestatement = report.ExecType is ExecType.TradeCancel or ExecType.TradeCorrect;
        var isSelf = isRestatement && (string.IsNullOrEmpty(previous) || previous == id);
        return new VenueNews(
            report with
            {
                ExecId = isSelf ? $"{id}/{(report.ExecType == ExecType.TradeCancel ? "bust" : "correct")}" : id,
                ExecRefId = isRestatement ? isSelf ? id : previous : null,
                LastQty = report.ExecType == ExecType.TradeCancel ? qty ?? 0 : OrderReader.Positive(qty, "qty"),
                LastPx = report.ExecType == ExecType.TradeCancel ? price ?? 0 : OrderReader.Positive(price, "price"),
            },
            report.TransactTime);
    }

    // An event and its order share no names, but for those that both documentations give.
    private static Dictionary<string, JsonElement> Both(Dictionary<string, JsonElement>? one, Dictionary<string, JsonElement>? other) =>
        (one ?? []).Concat(other ?? []).GroupBy(field => field.Key).ToDictionary(field => field.Key, field => field.First().Value);

    private static string? Text(TradeUpdateDocument update, ExecType? exec, OrderDocument order)
    {
        var words = new List<string>();
        if (exec is null or ExecType.OrderStatus)
        {
            words.Add($"event={update.Event}");
        }

        if (AlpacaWords.ToOrdStatus(order.Status) is null)
        {
            words.Add(UnknownStatus(order));
        }

        if (update.Reason is { Length: > 0 } reason)
        {
            words.Add(reason);
        }

        return words.Count == 0 ? null : Untrusted.Cap(string.Join(", ", words));
    }

    private static string UnknownStatus(OrderDocument order) => Untrusted.Cap($"status={order.Status}");
}
