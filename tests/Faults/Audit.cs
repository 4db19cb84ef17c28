using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Trading.Orders;
using Pipeline.Venues;
using Pipeline.Venues.Paper;

namespace Pipeline.Faults;

/// <summary>Compares, after a run, what agents were told, what the store says and what the venue's book says.</summary>
public sealed class Audit
{
    private readonly Dictionary<string, OrderView> orders;
    private readonly Dictionary<string, int> taken;
    private readonly HashSet<string> open;
    private readonly Dictionary<string, int> doubledKeys;
    private readonly List<string> findings = [];

    /// <summary>Reads everything. No process of the pipeline needs to run.</summary>
    public Audit(string data)
    {
        using var connection = new SqliteDatabase(Path.Combine(data, "pipeline.db")).Open();
        var session = new StoreSession(connection, null);
        orders = AllOrders(session).ToDictionary(order => order.ClOrdId);
        open = [.. session.Query<string>("SELECT cl_ord_id FROM claims WHERE next_check_at IS NOT NULL")];
        using var venue = new PaperVenue(
            new PaperVenueOptions { Database = Path.Combine(data, "paper.db") }, new RandomWalkQuotes(1), TimeProvider.System, (_, _) => null);
        taken = venue.Book.Calls().Where(call => call.Outcome == "ACKNOWLEDGED").GroupBy(call => call.ClOrdId).ToDictionary(calls => calls.Key, calls => calls.Count());
        doubledKeys = orders.Values.Where(order => taken.ContainsKey(order.ClOrdId)).GroupBy(order => order.RebalanceId)
            .Where(line => line.Count() > 1).ToDictionary(line => line.Key, line => line.Count() - 1);
        CompareOrders(venue.Book.Orders());
        ComparePositions(session, venue.AccountAsync(CancellationToken.None).GetAwaiter().GetResult());
        findings.AddRange(DeadLetterTable.Newest(session, 100).Select(letter => $"dead letter of {letter.Stage}: {letter.ExceptionType}: {letter.Reason}"));
        findings.AddRange(orders.Values.Where(order => order.OrdStatus is OrdStatus.Denied or OrdStatus.Rejected)
            .Select(order => $"{order.ClOrdId}, a good order, was {order.OrdStatus}: {order.Code} {order.Detail}"));
    }

    public IReadOnlyList<string> Findings => findings;

    public IReadOnlyDictionary<string, int> Outcomes =>
        orders.Values.GroupBy(order => Columns.Word(order.OrdStatus)).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>Judges the attempts of one round.</summary>
    public Figures Judge(string round, IReadOnlyList<Attempt> attempts, TimeSpan longestStall)
    {
        findings.AddRange(attempts.Select(attempt => attempt.Fault).OfType<string>());
        var acknowledged = attempts.Where(attempt => attempt.ClOrdId is not null).ToList();
        var lost = acknowledged.Where(attempt => !HasEnded(attempt.ClOrdId!)).ToList();
        findings.AddRange(lost.Select(attempt => $"{attempt.ClOrdId} of {attempt.Key} was acknowledged and is {Describe(attempt.ClOrdId!)}"));
        return new Figures(
            round,
            attempts.Count,
            acknowledged.Count,
            acknowledged.Count - lost.Count,
            lost.Count,
            attempts.Sum(attempt => (attempt.ClOrdId is null ? 0 : Math.Max(0, taken.GetValueOrDefault(attempt.ClOrdId) - 1)) + doubledKeys.GetValueOrDefault(attempt.Key)),
            acknowledged.Count(attempt => open.Contains(attempt.ClOrdId!)),
            longestStall,
            acknowledged.Select(attempt => attempt.Waited!.Value).Append(TimeSpan.Zero).Max());
    }

    private bool HasEnded(string clOrdId) =>
        orders.TryGetValue(clOrdId, out var order) && order.State == OrderState.Done && order.OrdStatus.IsTerminal();

    private string Describe(string clOrdId) =>
        orders.TryGetValue(clOrdId, out var order) ? $"{order.State}, {order.OrdStatus}, {order.Code}" : "not in the store";

    private void CompareOrders(IReadOnlyList<VenueOrder> book)
    {
        var booked = book.ToDictionary(order => order.ClOrdId);
        findings.AddRange(booked.Keys.Except(orders.Keys).Select(clOrdId => $"the venue has {clOrdId}, which the store does not know"));
        foreach (var order in orders.Values)
        {
            if (!booked.TryGetValue(order.ClOrdId, out var venues))
            {
                if (order.OrderId is not null)
                {
                    findings.Add($"{order.ClOrdId} was sent, says the store; the venue does not have it");
                }
            }
            else if (venues.CumQty != order.CumQty || venues.OrdStatus != order.OrdStatus)
            {
                findings.Add($"{order.ClOrdId}: the venue has {venues.CumQty} {venues.OrdStatus}, the store {order.CumQty} {order.OrdStatus}");
            }
            else if (venues.CumQty > order.Qty)
            {
                findings.Add($"{order.ClOrdId}: {venues.CumQty} filled of {order.Qty}");
            }
        }

        findings.AddRange(taken.Where(calls => calls.Value > 1).Select(calls => $"the venue took {calls.Key} {calls.Value} times"));
    }

    private void ComparePositions(StoreSession session, AccountState account)
    {
        var held = session.Query<string>("SELECT symbol FROM positions WHERE account = @account", new { account = account.Account });
        foreach (var symbol in held.Union(account.Positions.Keys))
        {
            var (ours, theirs) = (PositionTable.Of(session, account.Account, symbol).Qty, account.Positions.GetValueOrDefault(symbol));
            if (ours != theirs)
            {
                findings.Add($"position in {symbol}: the store has {ours}, the account {theirs}");
            }
        }
    }

    private static IEnumerable<OrderView> AllOrders(StoreSession session)
    {
        var filter = new OrderFilter { Limit = OrderFilter.LargestPage };
        while (true)
        {
            var (page, next) = OrderQueries.List(session, filter);
            foreach (var order in page)
            {
                yield return order;
            }

            if (next is not { } cursor)
            {
                yield break;
            }

            filter = filter with { After = cursor };
        }
    }
}
