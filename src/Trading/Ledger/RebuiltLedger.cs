using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Ledger;

/// <summary>
/// The ledger made anew from the reports alone: no running totals, no shortcuts, every number summed over all that was reported.
/// What the tables say must be the same.
/// </summary>
/// <param name="sentQty">What each order asked for when it was sent.</param>
public sealed class RebuiltLedger(IReadOnlyDictionary<string, decimal> sentQty)
{
    private readonly Dictionary<(string Venue, string Account, string ExecId), Execution> executions = [];
    private readonly List<Adjustment> adjustments = [];
    private readonly List<FeeReport> fees = [];
    private readonly Dictionary<string, OrderLedger> terms = [];
    private readonly Dictionary<(string ClOrdId, DateTimeOffset At), RebuiltRestatement> restatements = [];

    /// <summary>How many trades, busts and corrections there are, each counted once.</summary>
    public int Executions => executions.Count;

    /// <summary>What venues have made of the quantities of orders.</summary>
    public IReadOnlyCollection<RebuiltRestatement> Restatements => restatements.Values;

    /// <summary>Adds a report that was booked.</summary>
    /// <param name="report">The report.</param>
    /// <param name="clOrdId">The order of ours that it is about; null when it is about none.</param>
    /// <param name="seq">Journal sequence of its booking.</param>
    public void Add(ExecutionReport report, string? clOrdId, long seq)
    {
        if (Execution.Of(report, clOrdId) is { } execution)
        {
            // One that was booked as nobody's is adopted when it turns out to be ours.
            executions[(execution.Venue, execution.Account, execution.ExecId)] = execution;
        }

        if (clOrdId is null)
        {
            return;
        }

        terms[clOrdId] = terms.GetValueOrDefault(clOrdId, new OrderLedger { OrderQty = 0 }).Apply(report, Fill.None, Fill.None).After;
        if (Restatement.Of(report) is { } restatement
            && (!restatements.TryGetValue((clOrdId, restatement.At), out var known) || known.Restatement.IsCompletedBy(restatement)))
        {
            restatements[(clOrdId, restatement.At)] = new RebuiltRestatement(clOrdId, report.Account, report.Symbol, restatement, seq);
        }
    }

    /// <summary>Adds what was added to a position.</summary>
    public void Add(Adjustment adjustment) => adjustments.Add(adjustment);

    /// <summary>Adds a fee that was booked.</summary>
    public void Add(FeeReport fee) => fees.Add(fee);

    /// <summary>What each order has filled.</summary>
    public IReadOnlyDictionary<string, RebuiltOrder> Orders()
    {
        var told = Splits().ToLookup(told => told.ClOrdId, told => told.Split);
        var filled = executions.Values.Where(execution => execution.ClOrdId is not null).GroupBy(execution => execution.ClOrdId!)
            .ToDictionary(ofOrder => ofOrder.Key, ofOrder => Sum([.. ofOrder], [.. told[ofOrder.Key]]));
        return terms.ToDictionary(order => order.Key, order => new RebuiltOrder(
            filled.GetValueOrDefault(order.Key, Fill.None).Qty,
            filled.GetValueOrDefault(order.Key, Fill.None).Value,
            order.Value.RestatedAt is null ? null : order.Value.OrderQty,
            order.Value.RestatedAt));
    }

    /// <summary>What each account holds of each symbol, with what made it so.</summary>
    public IReadOnlyDictionary<(string Account, string Symbol), RebuiltPosition> Positions()
    {
        var told = Splits().ToLookup(told => (told.Account, told.Symbol), told => told.Split);
        var traded = executions.Values.ToLookup(execution => (execution.Account, execution.Symbol));
        var added = adjustments.ToLookup(adjustment => (adjustment.Account, adjustment.Symbol));
        var taken = fees.Where(fee => PositionEntry.Of(fee) is not null).ToLookup(fee => (fee.Account, fee.Symbol!));
        return traded.Select(held => held.Key).Union(added.Select(held => held.Key)).Union(told.Select(held => held.Key)).Union(taken.Select(held => held.Key))
            .ToDictionary(key => key, key => RebuiltPosition.Of([.. traded[key]], Split.OfSymbol(told[key]), [.. added[key]], [.. taken[key]]));
    }

    /// <summary>What each account has paid, by what it was taken in.</summary>
    public IReadOnlyDictionary<(string Account, string Currency), decimal> Fees() => executions.Values
        .GroupBy(execution => (execution.Venue, execution.Account))
        .SelectMany(ofAccount => ExecutionChain.All([.. ofAccount]), (ofAccount, chain) => (ofAccount.Key.Account, Fill: ExecutionChain.Counted(chain.Related, [])))
        .Where(paid => paid.Fill.CommCurrency is not null)
        .Select(paid => (paid.Account, Currency: paid.Fill.CommCurrency!, Amount: paid.Fill.Commission))
        .Concat(fees.Select(fee => (fee.Account, fee.Currency, fee.Amount)))
        .GroupBy(paid => (paid.Account, paid.Currency))
        .ToDictionary(paid => paid.Key, paid => paid.Sum(each => each.Amount));

    private IEnumerable<(string ClOrdId, string Account, string Symbol, Split Split)> Splits() => restatements
        .GroupBy(told => (told.Key.ClOrdId, told.Value.Account, told.Value.Symbol), told => told.Value.Restatement)
        .SelectMany(
            ofOrder => Split.OfOrder(sentQty[ofOrder.Key.ClOrdId], ofOrder),
            (ofOrder, split) => (ofOrder.Key.ClOrdId, ofOrder.Key.Account, ofOrder.Key.Symbol, split));

    private static Fill Sum(IReadOnlyCollection<Execution> ofOrder, IReadOnlyCollection<Split> told)
    {
        var fills = ExecutionChain.All(ofOrder).Select(chain => ExecutionChain.Counted(chain.Related, told)).ToList();
        return new Fill(fills.Sum(fill => fill.Qty), fills.Sum(fill => fill.Value));
    }
}

/// <summary>An order's fills, made anew.</summary>
/// <param name="CumQty">Quantity filled.</param>
/// <param name="CumValue">Sum of quantity times price.</param>
/// <param name="RestatedQty">What the venue has made of its quantity; null when it is as it was sent.</param>
/// <param name="RestatedAt">The venue's time of that.</param>
public sealed record RebuiltOrder(decimal CumQty, decimal CumValue, decimal? RestatedQty, DateTimeOffset? RestatedAt);

/// <summary>What a venue has made of an order's quantity, found again.</summary>
/// <param name="ClOrdId">The order.</param>
/// <param name="Account">Whose.</param>
/// <param name="Symbol">Of what.</param>
/// <param name="Restatement">The change.</param>
/// <param name="Seq">Journal sequence of its booking.</param>
public sealed record RebuiltRestatement(string ClOrdId, string Account, string Symbol, Restatement Restatement, long Seq);

/// <summary>A position, made anew.</summary>
/// <param name="Entries">What made it, in order, each with the position after it.</param>
/// <param name="NewestSplit">When it was split last; null when it never was.</param>
public sealed record RebuiltPosition(IReadOnlyList<(PositionEntry Entry, Position After)> Entries, DateTimeOffset? NewestSplit)
{
    public Position Position => Entries is [.., var (_, after)] ? after : Position.Flat;

    /// <summary>What is newer than this only adds to the position: its newest entry, or a split after that.</summary>
    public (DateTimeOffset At, string ExecId) Newest
    {
        get
        {
            var newest = Entries is [.., var (entry, _)] ? (entry.At, entry.ExecId) : (DateTimeOffset.MinValue, "");
            return NewestSplit > newest.Item1 ? (NewestSplit.Value, "") : newest;
        }
    }

    internal static RebuiltPosition Of(
        IReadOnlyCollection<Execution> executions, IReadOnlyList<Split> splits, IReadOnlyCollection<Adjustment> adjustments, IReadOnlyCollection<FeeReport> fees)
    {
        var position = Position.Flat;
        var entries = new List<(PositionEntry, Position)>();
        foreach (var entry in PositionEntry.All(executions, splits, adjustments, fees))
        {
            position = position.After(entry);
            entries.Add((entry, position));
        }

        return new RebuiltPosition(entries, splits.Count == 0 ? null : splits[^1].At);
    }
}
