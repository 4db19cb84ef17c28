using System.Data.Common;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Postgres;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
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
    private readonly ILookup<string, OrderView> ordersOfKey;
    private readonly Dictionary<string, int> taken;
    private readonly HashSet<string> open;
    private readonly Dictionary<string, int> resent;
    private readonly List<string> findings = [];

    /// <summary>Reads everything. No process of the pipeline needs to run.</summary>
    /// <param name="data">The folder of the store and of the venue's book.</param>
    /// <param name="lostStore">The store that a restored one has replaced; its claims count, though the restored store forgot them.</param>
    public Audit(string data, string? lostStore = null)
        : this(data, lostStore, new SqliteDatabase(Path.Combine(data, "pipeline.db")).Open())
    {
    }

    /// <param name="data">The folder of the venue's book.</param>
    /// <param name="store">A store on a server.</param>
    public Audit(string data, PostgresDatabase store)
        : this(data, null, store.OpenSession())
    {
    }

    private Audit(string data, string? lostStore, DbConnection opened)
    {
        using var connection = opened;
        var session = new StoreSession(connection, null);
        using var lostConnection = lostStore is null ? null : new SqliteDatabase(lostStore).Open();
        var lost = lostConnection is null ? null : new StoreSession(lostConnection, null);
        orders = AllOrders(session).ToDictionary(order => order.ClOrdId);
        ordersOfKey = orders.Values.ToLookup(order => order.RebalanceId);
        open = [.. session.Query<string>("SELECT cl_ord_id FROM claims WHERE next_check_at IS NOT NULL")];
        using var venue = new PaperVenue(
            new PaperVenueOptions { Database = Path.Combine(data, "paper.db") }, new RandomWalkQuotes(1), TimeProvider.System, (_, _) => null);
        var calls = venue.Book.Calls().ToLookup(call => call.ClOrdId);
        taken = calls.ToDictionary(calls => calls.Key, calls => calls.Count(call => call.Outcome == "ACKNOWLEDGED"));
        resent = calls.ToDictionary(calls => calls.Key, calls => Resent([.. calls], ClaimsOf(session, lost, calls.Key)));
        findings.AddRange(resent.Where(order => order.Value > 0).Select(order => $"{order.Key} was sent {order.Value} times without a claim of its own"));
        CompareOrders(venue.Book.Orders());
        ComparePositions(session, venue.AccountAsync(CancellationToken.None).GetAwaiter().GetResult());
        var figured = session.Query<string>("SELECT cl_ord_id FROM order_analytics").ToHashSet();
        findings.AddRange(orders.Keys.Where(clOrdId => !figured.Contains(clOrdId)).Select(clOrdId => $"analytics never heard of {clOrdId}'s end"));

        // What the broker still had about an order that only the lost store knew is a dead letter, which a person deletes: its agent repeats the intent.
        findings.AddRange(DeadLetterTable.Newest(session, 100).Where(letter => lost is null || !IsOfTheLostStore(lost, letter))
            .Select(letter => $"dead letter of {letter.Stage}: {letter.ExceptionType}: {letter.Reason}"));
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
        findings.AddRange(attempts.Where(attempt => attempt is { IsAcknowledged: false, Fault: null }).Select(attempt => $"{attempt.Key} was never answered"));
        var acknowledged = attempts.Where(attempt => attempt.IsAcknowledged).ToList();
        var lost = acknowledged.Where(attempt => !HasEnded(attempt)).ToList();
        findings.AddRange(lost.Select(attempt => $"{attempt.Key} was acknowledged and its order is {Describe(attempt)}"));
        return new Figures(
            round,
            attempts.Count,
            acknowledged.Count,
            acknowledged.Count - lost.Count,
            lost.Count,
            attempts.Sum(attempt => Math.Max(0, ordersOfKey[attempt.Key].Sum(order => taken.GetValueOrDefault(order.ClOrdId)) - 1)),
            attempts.Sum(attempt => ordersOfKey[attempt.Key].Sum(order => resent.GetValueOrDefault(order.ClOrdId))),
            attempts.Count(attempt => ordersOfKey[attempt.Key].Any(order => open.Contains(order.ClOrdId))),
            longestStall,
            acknowledged.Select(attempt => attempt.Waited!.Value).Append(TimeSpan.Zero).Max());
    }

    // A claim permits one send between itself and the next claim, and only when the venue was proven to have nothing of the
    // claims before it.
    private static int Resent(IReadOnlyList<PaperCall> calls, IReadOnlyList<Claim> claims)
    {
        var ofClaims = claims.Select((claim, i) => calls.Count(call =>
            call.At >= claim.ClaimedAt && (i == claims.Count - 1 || call.At < claims[i + 1].ClaimedAt))).ToList();
        var permitted = claims.Select((_, i) => claims.Take(i).All(earlier => earlier.IsProvenAbsent) ? 1 : 0);
        return calls.Count - ofClaims.Sum() + ofClaims.Zip(permitted, (sent, may) => Math.Max(0, sent - may)).Sum();
    }

    private static List<Claim> ClaimsOf(StoreSession session, StoreSession? lost, string clOrdId) =>
    [
        .. ClaimTable.OfOrder(session, clOrdId).Concat(lost is null ? [] : ClaimTable.OfOrder(lost, clOrdId))
            .GroupBy(claim => claim.ClaimedAt).Select(claim => claim.First()).OrderBy(claim => claim.ClaimedAt),
    ];

    private bool IsOfTheLostStore(StoreSession lost, DeadLetterRow letter) =>
        letter is { ExceptionType: nameof(UnknownOrderException), ClOrdId: { } clOrdId } && OrderTable.Find(lost, clOrdId) is not null &&
        !(orders.TryGetValue(clOrdId, out var order) && order.ReceivedAt < letter.FirstAt);

    private bool HasEnded(Attempt attempt) => OrderOf(attempt) is { State: OrderState.Done } order && order.OrdStatus.IsTerminal();

    private string Describe(Attempt attempt) =>
        OrderOf(attempt) is { } order ? $"{order.ClOrdId}, {order.State}, {order.OrdStatus}, {order.Code}" : "not in the store";

    // Over AMQP an agent learns no ClOrdId; its key is then the rebalance's name.
    private OrderView? OrderOf(Attempt attempt) =>
        attempt.ClOrdId is { } clOrdId ? orders.GetValueOrDefault(clOrdId) : ordersOfKey[attempt.Key].FirstOrDefault();

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
