using System.Security.Cryptography;
using System.Text;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Conformance;

/// <summary>What a case plays with: the venue, orders that suit it, and the reports that have come.</summary>
public sealed class ConformancePlay(ConformanceVenue venue, string caseId, CancellationToken cancellationToken)
{
    /// <summary>How the ids of all cases begin, so that they are known at a venue that has other orders too.</summary>
    private const string OfCases = "CASE";

    private readonly List<ExecutionReport> reports = [];
    private int ids;

    /// <summary>The venue.</summary>
    public ConformanceVenue Venue => venue;

    /// <summary>Ends the case.</summary>
    public CancellationToken Stop => cancellationToken;

    /// <summary>The reports that have come, in their order.</summary>
    public IReadOnlyList<ExecutionReport> Reports => reports;

    /// <summary>How far the reports are booked.</summary>
    public string? Watermark { get; private set; }

    /// <summary>An order that rests until it is canceled: a buy at a tenth below the bid.</summary>
    public async Task<NewOrderSingle> RestingAsync() =>
        Order(OrdType.Limit, RestingTime, OnTick((await QuoteAsync().ConfigureAwait(false)).Bid!.Value * 0.9m));

    /// <summary>An order that trades at once.</summary>
    public NewOrderSingle AtOnce(Side side = Side.Buy) => Order(OrdType.Market, venue.Capabilities.Orders[OrdType.Market][0], null) with { Side = side };

    /// <summary>The time in force of an order that stays.</summary>
    public TimeInForce RestingTime => venue.Capabilities.KindOf(venue.Symbol, venue.Qty).Takes(OrdType.Limit, TimeInForce.Gtc) ? TimeInForce.Gtc : TimeInForce.Day;

    /// <summary>An order of a type.</summary>
    public NewOrderSingle Order(OrdType type, TimeInForce timeInForce, decimal? price, decimal? stop = null) => new()
    {
        ClOrdId = NewId(), Account = venue.Reports.Account, Symbol = venue.Symbol, Side = Side.Buy, OrdType = type, OrderQty = venue.Qty, Price = price, StopPx = stop,
        TimeInForce = timeInForce, TransactTime = venue.Clock.GetUtcNow(), SendDeadline = venue.Clock.GetUtcNow().AddSeconds(30),
    };

    /// <summary>An id that nobody has used.</summary>
    public string NewId() => OfCases + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{caseId}/{venue.Clock.GetUtcNow().UtcTicks}/{++ids}")))[..28];

    /// <summary>The market now.</summary>
    public Task<Quote> QuoteAsync() => QuoteAsync(venue.Symbol);

    /// <summary>The market of a symbol now.</summary>
    public async Task<Quote> QuoteAsync(string symbol) =>
        (await venue.Reports.LatestQuotesAsync([symbol], cancellationToken).ConfigureAwait(false)).Require("no quotes") is [{ Bid: not null, Ask: not null } quote]
            ? quote
            : throw new ConformanceException($"{symbol} is not quoted on both sides");

    /// <summary>A price on the tick, not above the given one.</summary>
    public decimal OnTick(decimal price) => Math.Floor(price / venue.Tick) * venue.Tick;

    /// <summary>Sends an order.</summary>
    public Task<SubmitOutcome> SubmitAsync(NewOrderSingle order) => venue.OrderEntry.SubmitAsync(order, () => null, cancellationToken);

    /// <summary>Cancels what cases have left open, where all come to the same venue: their orders would stand in this one's way.</summary>
    public async Task ClearAsync()
    {
        var open = (await venue.Reports.OpenOrdersAsync(cancellationToken).ConfigureAwait(false)).Require("no open orders");
        foreach (var order in open.Where(order => order.ClOrdId?.StartsWith(OfCases, StringComparison.Ordinal) == true))
        {
            await venue.OrderEntry.CancelAsync(new OrderCancelRequest(order.ClOrdId!, order.OrderId, order.Symbol, order.Side!.Value, order.OrderQty), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends an order that must be acknowledged; its OrderId.</summary>
    public async Task<string> AcknowledgedAsync(NewOrderSingle order)
    {
        await BookAsync().ConfigureAwait(false);
        return await SubmitAsync(order).ConfigureAwait(false) switch
        {
            SubmitOutcome.Acknowledged acknowledged => acknowledged.OrderId,
            var other => throw new ConformanceException($"{order.OrdType} {order.TimeInForce} was not acknowledged: {other}"),
        };
    }

    /// <summary>Asks for a cancel.</summary>
    public Task<CancelOutcome> CancelAsync(NewOrderSingle order, string? orderId) =>
        venue.OrderEntry.CancelAsync(new OrderCancelRequest(order.ClOrdId, orderId, order.Symbol, order.Side, order.OrderQty), cancellationToken);

    /// <summary>Asks for an order by its id.</summary>
    public Task<OrderQuery> QueryAsync(string clOrdId) => venue.Reports.QueryAsync(new OrderStatusRequest(clOrdId, venue.Symbol), cancellationToken);

    /// <summary>An order that the venue must have.</summary>
    public async Task<VenueOrder> FoundAsync(string clOrdId) => await QueryAsync(clOrdId).ConfigureAwait(false) is OrderQuery.Found found
        ? found.Order
        : throw new ConformanceException("the order was not found by its ClOrdId");

    /// <summary>Books reports until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo, string what)
    {
        var began = venue.Clock.GetTimestamp();
        while (!isSo())
        {
            if (venue.Clock.GetElapsedTime(began) > venue.Patience)
            {
                var told = string.Join(", ", reports.Select(report => $"{report.ExecType}/{report.OrdStatus}"));
                throw new ConformanceException($"{what} was not reported within {venue.Patience}; reported was {(told.Length == 0 ? "nothing" : told)}");
            }

            if (!await BookAsync().ConfigureAwait(false))
            {
                await venue.Reports.WaitForReportsAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Books what has come; whether anything has.</summary>
    public async Task<bool> BookAsync()
    {
        var page = await venue.Reports.ReportsSinceAsync(Watermark, cancellationToken).ConfigureAwait(false);
        reports.AddRange(page.Reports);
        Watermark = page.Watermark;
        return !page.IsEmpty;
    }

    /// <summary>The trades of an order that have come, each once.</summary>
    public IReadOnlyList<ExecutionReport> TradesOf(NewOrderSingle order) =>
        [.. reports.Where(report => report.ClOrdId == order.ClOrdId && report.ExecType == ExecType.Trade).DistinctBy(report => report.ExecId)];

    /// <summary>Whether a report of a status has come.</summary>
    public bool Has(NewOrderSingle order, params OrdStatus[] statuses) => reports.Any(report => report.ClOrdId == order.ClOrdId && statuses.Contains(report.OrdStatus));

    /// <summary>Tells the simulated venue how to behave.</summary>
    public void Behave(string behaviour) => Act($$"""{"add_behaviours":[{{behaviour}}]}""");

    /// <summary>Has something happen at the simulated venue.</summary>
    public void Act(string act) => venue.Simulated!.Act(ScriptJson.ReadAct(act));

    /// <exception cref="ConformanceException">It is not so.</exception>
    public static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new ConformanceException(otherwise);
        }
    }
}
