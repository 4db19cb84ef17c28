using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Simulation.Audits;

/// <summary>What holds once nothing is on its way any more: the ledger is the venue's, and every line is somewhere.</summary>
internal static class QuietChecks
{
    /// <summary>Every comparison lists the fees, and one that finds a difference is followed by another.</summary>
    private static readonly TimeSpan LongestUntilSeen = TimeSpan.FromMinutes(3);

    public static IEnumerable<Violation> Of(StoreSession session, VenueTruth truth, World world, IReadOnlyCollection<string> accepted)
    {
        var orders = AuditedOrder.All(session);
        return Ledger(session, orders, truth, world.Now)
            .Concat(LedgerCheck.Run(session).Differences.Select(found => new Violation(
                Guarantees.LedgerIsItsJournals, world.Now, null, $"{found.Of} {found.Key}: {found.Column}={found.Journal}, as the journal has it", found.Table ?? "none")))
            .Concat(Lost(session, orders, accepted, world.Now))
            .Concat(Unexplained(session, orders, world.Now));
    }

    private static IEnumerable<Violation> Ledger(StoreSession session, IReadOnlyList<AuditedOrder> orders, VenueTruth truth, DateTimeOffset now)
    {
        var booked = session.Query<string>("SELECT exec_id FROM executions").ToHashSet();
        foreach (var order in orders)
        {
            var (qty, value) = (truth.OrdersOf(order.ClOrdId).Sum(at => at.CumQty), truth.OrdersOf(order.ClOrdId).Sum(at => at.CumValue));
            if (qty != order.CumQty || value != order.CumValue)
            {
                yield return new Violation(Guarantees.LedgerEqualsVenue, now, order.ClOrdId, $"{qty} filled for {value}, as at the venue", $"{order.CumQty} for {order.CumValue}");
            }
        }

        foreach (var execution in truth.Executions.Where(execution => !booked.Contains(execution.ExecId)))
        {
            yield return new Violation(
                Guarantees.LedgerEqualsVenue, now, execution.Order.ClOrdId, $"the venue's {Columns.Word(execution.Kind)} {execution.ExecId} of {execution.Qty} at {execution.Px}", "no such execution");
        }

        var fees = session.Query<string>("SELECT fee_id FROM fee_reports").ToHashSet();
        foreach (var fee in truth.Fees.Where(fee => fee.ListedAt + LongestUntilSeen <= now && !fees.Contains(fee.FeeId)))
        {
            yield return new Violation(
                Guarantees.LedgerEqualsVenue, now, null, $"the venue's fee {fee.FeeId} of {fee.Amount} {fee.Currency}", "no such fee");
        }

        foreach (var bySymbol in truth.Orders.GroupBy(order => order.Symbol, StringComparer.Ordinal))
        {
            // In the shares of today, which orders that are over do not state. What was added to a position is no execution.
            var held = bySymbol.Sum(order => order.SignedQty) - truth.Fees.Where(fee => fee.Symbol == bySymbol.Key && fees.Contains(fee.FeeId)).Sum(fee => fee.OfHolding);
            var position = session.Query<string>(
                "SELECT signed_qty FROM position_entries WHERE symbol = @Key AND exec_id NOT LIKE 'adjustment/%'", new { bySymbol.Key }).Sum(decimal.Parse);
            if (held != position)
            {
                yield return new Violation(Guarantees.LedgerEqualsVenue, now, null, $"a position of {held} {bySymbol.Key}, from the venue's executions", $"{position}");
            }
        }
    }

    private static IEnumerable<Violation> Lost(
        StoreSession session, IReadOnlyList<AuditedOrder> orders, IReadOnlyCollection<string> accepted, DateTimeOffset now)
    {
        var known = orders.Select(order => order.ClOrdId).ToHashSet();
        foreach (var clOrdId in accepted.Where(clOrdId => !known.Contains(clOrdId)).Order(StringComparer.Ordinal))
        {
            yield return new Violation(Guarantees.NothingLost, now, clOrdId, "the order that an agent was told is taken", "none");
        }

        var parked = session.Query<string>("SELECT DISTINCT cl_ord_id FROM dead_letters WHERE cl_ord_id IS NOT NULL AND state <> 'replayed'").ToHashSet();
        var states = SagaTable.States(session);
        foreach (var order in orders.Where(order => !parked.Contains(order.ClOrdId)))
        {
            var state = states.GetValueOrDefault(order.ClOrdId, OrderState.Proposed);
            var isSomewhere = order.OrdStatus.IsTerminal()
                ? state == OrderState.Done
                : state is OrderState.Held or OrderState.Working or OrderState.Unresolved;
            if (!isSomewhere)
            {
                yield return new Violation(
                    Guarantees.NothingLost, now, order.ClOrdId, $"an order that is done, held, working, unresolved or parked",
                    $"{Columns.Word(state)}, {Columns.Word(order.OrdStatus)}, and nothing is due");
            }
        }
    }

    private static IEnumerable<Violation> Unexplained(StoreSession session, IReadOnlyList<AuditedOrder> orders, DateTimeOffset now)
    {
        var explained = session.Query<string>("SELECT DISTINCT cl_ord_id FROM journal WHERE cl_ord_id IS NOT NULL").ToHashSet();
        return orders.Where(order => !explained.Contains(order.ClOrdId))
            .Select(order => new Violation(Guarantees.Explained, now, order.ClOrdId, "a timeline", "no entry"));
    }
}
