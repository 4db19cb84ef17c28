using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Ledger;

/// <summary>
/// What the journal says of fill policies: since when each order is known to be at the venue, what its policy did last and when, and, until it
/// has done or put off anything, when it acts. When it looks again after that, no entry says.
/// </summary>
internal sealed class JournalPolicies
{
    /// <summary>The kinds of entries that say something of a policy beside reports and those of <see cref="JournalOrders"/>, as SQL lists them.</summary>
    public const string Kinds = $"'{JournalKinds.FillPolicyBegan}', '{JournalKinds.FillPolicyActed}', '{JournalKinds.FillsConfirmed}'";

    private readonly Dictionary<string, Begun> policies = [];
    private readonly Dictionary<string, string> parents = [];

    public void Add(JournalLine entry)
    {
        switch (entry.Kind)
        {
            case JournalKinds.FillPolicyBegan:
                policies[entry.OfOrder] = new Begun(entry.Time, entry.Parse<Began>().Until);
                break;
            case JournalKinds.FillPolicyActed when policies.TryGetValue(entry.OfOrder, out var begun):
                policies[entry.OfOrder] = begun.After(entry.Parse<Acted>().Act, entry.Time);
                break;

            // The order in its place goes on, and the policy of this one has nothing more to do.
            case JournalKinds.FillsConfirmed when policies.TryGetValue(entry.OfOrder, out var begun):
                policies[entry.OfOrder] = begun.Did(FillPolicyAct.Done, entry.Time, null);
                break;
            case JournalKinds.ReplacementRecorded when entry.Parse<Recorded>().Replaces is { } parent:
                parents[entry.OfOrder] = parent;
                break;

            // It is to be asked about once more.
            case nameof(OrderHeld) when entry.Parse<Held>().Code == Line.AwaitsParent && parents.TryGetValue(entry.OfOrder, out var parent)
                && policies.TryGetValue(parent, out var waited):
                policies[parent] = waited.NotSaid();
                break;
        }
    }

    /// <summary>A report of an order was booked, which has the status then.</summary>
    public void Reported(string clOrdId, OrdStatus status)
    {
        if (policies.TryGetValue(clOrdId, out var begun))
        {
            policies[clOrdId] = status.IsTerminal() ? begun.Ended() : begun.Open();
        }
    }

    /// <summary>The rows that the journal makes of <c>fill_policies</c>.</summary>
    /// <param name="stored">What is stored, for when it was set and what the journal does not tell of.</param>
    public LedgerRows Rows(IEnumerable<FillPolicyRow> stored)
    {
        var rows = new LedgerRows("fill_policies", ["cl_ord_id"], ["working_at", "act", "acted_at", "next_act_at"]);
        var (unmoved, untold) = (new HashSet<string>(), new HashSet<string>());
        foreach (var row in stored)
        {
            if (row.SetAt == row.WorkingAt)
            {
                unmoved.Add(row.ClOrdId);
            }

            if (row.Told == 0)
            {
                untold.Add(row.ClOrdId);
                rows.Make(row.ClOrdId, LedgerRows.NotSaid, LedgerRows.NotSaid, LedgerRows.NotSaid, LedgerRows.NotSaid);
            }
        }

        foreach (var (clOrdId, begun) in policies.Where(each => !untold.Contains(each.Key)))
        {
            var next = begun.Next is DateTimeOffset && !unmoved.Contains(clOrdId) ? LedgerRows.NotSaid : begun.Next;
            rows.Make(clOrdId, begun.WorkingAt, begun.Act, begun.ActedAt, next);
        }

        return rows;
    }

    private sealed record Begun(DateTimeOffset WorkingAt, object? Next)
    {
        public object? Act { get; private init; }

        public object? ActedAt { get; private init; }

        private bool IsOver { get; init; }

        public Begun After(string act, DateTimeOffset at) => act switch
        {
            "check_fills" => Did(FillPolicyAct.Check, at, LedgerRows.NotSaid),
            "cancel" => Did(FillPolicyAct.Cancel, at, LedgerRows.NotSaid),
            "replace" => Did(FillPolicyAct.Replace, at, LedgerRows.NotSaid),
            "escalate" => Did(FillPolicyAct.Escalate, at, null),

            // What replaces it does not any more; the cancel that was asked for stands.
            "cancel_only" => this with { Act = FillPolicyAct.Cancel },
            "let_rest" or "give_up" => Did(FillPolicyAct.Done, at, null),
            _ => NotSaid(),
        };

        public Begun Did(string act, DateTimeOffset at, object? next) => this with { Act = act, ActedAt = at, Next = next };

        public Begun NotSaid() => this with { Act = LedgerRows.NotSaid, ActedAt = LedgerRows.NotSaid, Next = LedgerRows.NotSaid };

        /// <summary>It after a report that its order is over. Whether another takes the order's place is decided by what filled.</summary>
        public Begun Ended() => Act switch
        {
            _ when IsOver => this,
            FillPolicyAct.Done => this with { IsOver = true },
            FillPolicyAct.Replace => NotSaid() with { IsOver = true },
            _ when Act == LedgerRows.NotSaid => this with { IsOver = true },
            _ => this with { IsOver = true, Act = null, Next = null },
        };

        /// <summary>It after a report that its order is open. Open again, its policy looks at it at once.</summary>
        public Begun Open() => !IsOver ? this
            : Act is null ? this with { IsOver = false, Next = LedgerRows.NotSaid }
            : this with { IsOver = false };
    }

    private sealed record Began(DateTimeOffset Until);

    private sealed record Acted(string Act);

    private sealed record Recorded(string? Replaces);

    private sealed record Held(string? Code);
}
