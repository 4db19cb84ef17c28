using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Simulation.Venues;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Sessions;

namespace Pipeline.Simulation.Audits;

/// <summary>
/// Watches a run from outside and checks the guarantees after every happening: what has just been written against the rest of
/// the store and against what the venue truly has.
/// </summary>
internal sealed class Audit
{
    private readonly World world;
    private readonly HashSet<string> except;
    private readonly VenueTruth truth;
    private readonly Dictionary<string, AuditedOrder> orders = [];
    private readonly Dictionary<(string Symbol, Side Side), decimal> reserved = [];
    private readonly Dictionary<string, HashSet<string>> lines = [];
    private readonly Dictionary<string, int> sends = [];

    // Of all stores there ever were: what one has forgotten is at the venue all the same.
    private readonly Dictionary<string, string> slots = [];
    private readonly Dictionary<string, HashSet<string>> plans = [];
    private readonly HashSet<string> accepted = [];
    private long journalSeen;
    private long commitsSeen;

    public Audit(World world, VenueConnection venue, IEnumerable<string> except)
    {
        this.world = world;
        this.except = [.. except];
        LastChange = world.Now;
        truth = new VenueTruth(venue.Venue);
        venue.Leaving += (_, request) => CheckSend(request);
        world.Happened += Look;
    }

    /// <summary>Told of every new entry of the journal.</summary>
    public event Action<JournalEntry>? Journaled;

    /// <summary>The first guarantee that did not hold; null while all do.</summary>
    public Violation? Broken { get; private set; }

    public VenueTruth Truth => truth;

    /// <summary>When an entry of the journal was last seen.</summary>
    public DateTimeOffset LastChange { get; private set; }

    /// <summary>Notes that an agent was told that a line is taken.</summary>
    public void Accept(string clOrdId) => accepted.Add(clOrdId);

    /// <summary>The store went back to an earlier time: what has come since is no longer in it, and no longer promised.</summary>
    public void Restart()
    {
        journalSeen = world.Store.Inspect(session => session.Scalar<long>("SELECT coalesce(max(seq), 0) FROM journal"));
        orders.Clear();
        lines.Clear();
        reserved.Clear();
        foreach (var order in world.Store.Inspect(AuditedOrder.All))
        {
            Remember(order);
        }

        accepted.IntersectWith(orders.Keys);
    }

    /// <summary>Checks what only holds once nothing is on its way any more.</summary>
    public void CheckQuiet()
    {
        foreach (var violation in world.Store.Inspect(session => QuietChecks.Of(session, truth, world, accepted)))
        {
            Note(violation);
        }
    }

    private void Look()
    {
        foreach (var taken in truth.Catch())
        {
            CheckTaken(taken);
            CheckAlone(taken);
        }

        if (commitsSeen == world.Store.Commits)
        {
            return;
        }

        commitsSeen = world.Store.Commits;
        world.Store.Inspect(session =>
        {
            Read(session);
            return true;
        });
    }

    private void Read(StoreSession session)
    {
        var entries = session.Query<JournalEntry>(
            "SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal WHERE seq > @journalSeen ORDER BY seq", new { journalSeen });
        foreach (var entry in entries)
        {
            journalSeen = entry.Seq;
            LastChange = world.Now;
            Journaled?.Invoke(entry);
            if (entry is { Kind: nameof(OrderSubmitting), ClOrdId: { } claimed })
            {
                CheckGrant(session, claimed, entries.Where(other => other.Kind == JournalKinds.Halted && other.Seq > entry.Seq).Select(ScopeOf).ToHashSet());
            }
        }

        // One commit may have written several orders of a symbol: all of them are known before any is checked.
        var written = entries.Select(entry => entry.ClOrdId).OfType<string>().Distinct()
            .Select(clOrdId => AuditedOrder.Find(session, clOrdId)).OfType<AuditedOrder>().ToList();
        written.ForEach(Remember);
        foreach (var order in written)
        {
            CheckOrder(order);
        }
    }

    private void Remember(AuditedOrder order)
    {
        var before = orders.TryGetValue(order.ClOrdId, out var known) ? known.ReservedQty : 0;
        orders[order.ClOrdId] = order;
        if (!lines.TryGetValue(order.Key, out var line))
        {
            lines.Add(order.Key, line = []);
        }

        line.Add(order.ClOrdId);
        if (order.Slot is { } slot && slots.TryAdd(order.ClOrdId, slot))
        {
            plans[slot] = plans.GetValueOrDefault(slot) ?? [];
            plans[slot].Add(order.ClOrdId);
        }

        reserved[(order.Symbol, order.Side)] = reserved.GetValueOrDefault((order.Symbol, order.Side)) + order.ReservedQty - before;
    }

    private void CheckOrder(AuditedOrder order)
    {
        var sum = reserved[(order.Symbol, order.Side)];
        if (order.ExposureQty != sum)
        {
            Note(new Violation(
                Guarantees.ExposureIsReserved, world.Now, order.ClOrdId, $"{sum} of {order.Symbol}, the sum of its orders' reservations", $"{order.ExposureQty}"));
        }

        if (order.OrdStatus == OrdStatus.Denied && order.Code is null)
        {
            Note(new Violation(Guarantees.Explained, world.Now, order.ClOrdId, "a code, as the order is denied", "none"));
        }

        CheckEnd(order);
        CheckConservation(order);
    }

    private void CheckEnd(AuditedOrder order)
    {
        if (order.OrdStatus is OrdStatus.Denied or OrdStatus.Rejected
            && truth.OrdersOf(order.ClOrdId).FirstOrDefault(at => at.IsOpen || (at.CumQty > 0 && !IsRejected(order, at))) is { } has)
        {
            Note(new Violation(
                Guarantees.EndIsProven, world.Now, order.ClOrdId, $"no order at the venue, as ours is {Columns.Word(order.OrdStatus)}",
                $"{has.OrderId} is {has.Status} with {has.CumQty} filled"));
        }
    }

    // The venue may reject what is left of an order that has filled in part.
    private static bool IsRejected(AuditedOrder order, SimulatedOrder at) => order.OrdStatus == OrdStatus.Rejected && at.Status == "rejected";

    private void CheckConservation(AuditedOrder order)
    {
        var atVenue = AtVenue(order.ClOrdId);
        if (Math.Max(atVenue, order.ClaimedQty) > order.Qty)
        {
            Note(new Violation(
                Guarantees.Conservation, world.Now, order.ClOrdId, $"at most {order.Qty} filled, open and unresolved", $"{atVenue} at the venue, {order.ClaimedQty} claimed"));
        }

        // A line's quantity is that of its first order, whose ClOrdId comes from its key.
        if (lines[order.Key] is { Count: > 1 } line && orders.TryGetValue(OrderKey.ClOrdId(order.Key), out var first) && line.Sum(AtVenue) is var ofLine && ofLine > first.Qty)
        {
            Note(new Violation(
                Guarantees.Conservation, world.Now, first.ClOrdId, $"at most {first.Qty} filled and open of all orders of the line", $"{ofLine} at the venue"));
        }
    }

    // Counted in shares as they were ordered: a split makes more of them, and nobody has sent more.
    private decimal AtVenue(string clOrdId) =>
        truth.OrdersOf(clOrdId).Sum(at => (at.IsOpen ? Math.Max(at.OrderQty, at.CumQty) : Math.Min(at.CumQty, at.OrderQty)) / at.SharesOfOne);

    // What was halted after the grant, in the same happening, was no reason against it.
    private void CheckGrant(StoreSession session, string clOrdId, HashSet<string> haltedLater)
    {
        var order = OrderTable.Find(session, clOrdId)!;
        foreach (var halt in HaltTable.Covering(session, order).Where(halt => !haltedLater.Contains(halt.Scope)).Concat(world.HaltFile.Covering(order)))
        {
            if (halt.Mode == HaltMode.Stop)
            {
                Note(new Violation(Guarantees.GrantedWhileAllowed, world.Now, clOrdId, $"no grant while {halt.Scope} is halted", "a grant"));
            }
            else if (ReduceOnlyCheck.Of(session, order) is { } found)
            {
                Note(new Violation(Guarantees.GrantedWhileAllowed, world.Now, clOrdId, $"a grant that makes the position smaller, as {halt.Scope} is reduce-only", found));
            }
        }
    }

    private static string ScopeOf(JournalEntry halted) => JsonDocument.Parse(halted.Data).RootElement.GetProperty("scope").GetString()!;

    private void CheckTaken(SimulatedOrder taken)
    {
        if (slots.TryGetValue(taken.ClOrdId, out var slot) && plans[slot].Where(plan => plan != taken.ClOrdId).SelectMany(truth.OrdersOf).FirstOrDefault() is { } planned)
        {
            Note(new Violation(
                Guarantees.OneOrder, world.Now, taken.ClOrdId, "one order at the venue for its slot", $"{planned.OrderId} ({planned.ClOrdId}, {planned.Status}, {planned.CumQty} filled)"));
        }

        if (truth.OrdersOf(taken.ClOrdId).Count > 1)
        {
            Note(new Violation(
                Guarantees.OneOrder, world.Now, taken.ClOrdId, "one order at the venue",
                string.Join(", ", truth.OrdersOf(taken.ClOrdId).Select(order => $"{order.OrderId} ({order.Status}, {order.CumQty} filled)"))));
        }

        if (orders.TryGetValue(taken.ClOrdId, out var ours))
        {
            CheckEnd(ours);
        }
    }

    // What replaces an order is asked for by its line, which the store has known since before the cancel.
    private void CheckAlone(SimulatedOrder taken)
    {
        var others = orders.TryGetValue(taken.ClOrdId, out var known) ? lines[known.Key].Where(other => other != taken.ClOrdId) : [];
        if (others.SelectMany(truth.OrdersOf).FirstOrDefault(other => other.IsOpen) is { } open)
        {
            Note(new Violation(
                Guarantees.OneAtATime, world.Now, taken.ClOrdId, "no other order of the line open at the venue", $"{open.OrderId} ({open.Status}, {open.CumQty} filled)"));
        }
    }

    private void CheckSend(SimulatedRequest request)
    {
        if (truth.SubmittedBy(request) is not { } clOrdId)
        {
            return;
        }

        var sent = sends.GetValueOrDefault(clOrdId);
        sends[clOrdId] = sent + 1;
        if (world.Store.Inspect(session => SendChecks.Check(session, clOrdId, sent, Calendars(), world.Settings.Session, world.HaltFile, world.Wall.Now)) is { } violation)
        {
            Note(violation);
        }
    }

    // What was granted before a change is sent until its deadline.
    private IReadOnlyList<SessionCalendars> Calendars()
    {
        var settings = world.Settings;
        return [.. world.Overrides.Within((2 * settings.Session.ReloadInterval) + settings.Submission.SendDeadline, world.Now)];
    }

    private void Note(Violation violation)
    {
        if (Broken is null && !except.Contains(violation.Code))
        {
            Broken = violation;
        }
    }
}
