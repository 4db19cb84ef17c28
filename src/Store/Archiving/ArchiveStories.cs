using Pipeline.Store.Audit;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Store.Archiving;

/// <summary>Everything that the store has of some orders, as it is moved into a file: read from a snapshot, and proven against the chain before anything is taken away.</summary>
internal sealed class ArchiveStories
{
    // What is in no other table's row about the order. All of it is copied; the journal's entries, follow-ups and steps are what is taken away.
    private static readonly string[] Copied =
    [
        "orders", "claims", "executions", "restatements", "cancels", "fill_policies", "order_sagas", "order_analytics", "waivers", "follow_ups", "steps",
    ];

    private const string Mine = "(cl_ord_id IN @ids OR (cl_ord_id IS NULL AND intent_id IN @intents))";

    private readonly IReadOnlyList<string> intents;

    private ArchiveStories(IReadOnlyList<string> clOrdIds, IReadOnlyList<string> intents, IReadOnlyList<long> records, byte[] rows, byte[] entries)
    {
        this.intents = intents;
        ClOrdIds = clOrdIds;
        Records = records;
        Rows = rows;
        Entries = entries;
    }

    public IReadOnlyList<string> ClOrdIds { get; }

    /// <summary>The sequences of the journal's entries among the rows, ascending.</summary>
    public IReadOnlyList<long> Records { get; }

    /// <summary>All rows, packed: what goes into the file.</summary>
    public byte[] Rows { get; }

    /// <summary>The entries that the ledger is made of, packed: what stays.</summary>
    public byte[] Entries { get; }

    /// <summary>Reads the stories of orders that may go.</summary>
    public static ArchiveStories Read(StoreSession session, IReadOnlyList<OldOrder> orders)
    {
        var ids = orders.Select(order => order.ClOrdId).ToList();
        var intents = IntentsThatEnd(session, ids, [.. orders.Select(order => order.IntentId).Distinct()]);
        var journal = Select(session, $"SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal WHERE {Mine} ORDER BY seq", new { ids, intents });
        var ledger = session.Query<long>($"SELECT seq FROM journal WHERE {Mine} AND {LedgerEntries.Condition}", new { ids, intents }).ToHashSet();
        var others = Copied.SelectMany(table => Select(session, $"SELECT * FROM {table} WHERE cl_ord_id IN @ids", new { ids }).Select(row => (table, row)))
            .Concat(Select(session, "SELECT * FROM intents WHERE intent_id IN @all", new { all = orders.Select(order => order.IntentId).Distinct() }).Select(row => ("intents", row)));
        return new ArchiveStories(
            ids, intents, [.. journal.Select(Seq)], PackedRows.Pack(journal.Select(row => ("journal", row)).Concat(others)),
            PackedRows.Pack(journal.Where(row => ledger.Contains(Seq(row))).Select(row => ("journal", row))));
    }

    /// <summary>Whether nothing has been said of the orders since, nor of the intents that end with them.</summary>
    public bool IsAsRead(StoreSession session) => session.Scalar<int>($"SELECT count(*) FROM journal WHERE {Mine}", new { ids = ClOrdIds, intents }) == Records.Count;

    /// <summary>The first record of packed rows, as they were read back, that is not as it was sealed; null when they are whole.</summary>
    /// <exception cref="FormatException">What was read back are no packed rows.</exception>
    public long? NotAsSealed(StoreSession session, byte[] readBack)
    {
        var entries = PackedRows.Entries(readBack);
        if (!entries.Select(entry => entry.Seq).SequenceEqual(Records))
        {
            return Records[0];
        }

        var chain = new SealedHashes(session);
        foreach (var entry in entries)
        {
            if (chain.Of(entry.Seq) is not var (before, sealedAs) || !AuditChain.Next(before, entry.Seq, entry.Rest).AsSpan().SequenceEqual(sealedAs))
            {
                return entry.Seq;
            }
        }

        return null;
    }

    // An intent's own entries go with the last of its orders: every story begins with them.
    private static IReadOnlyList<string> IntentsThatEnd(StoreSession session, IReadOnlyList<string> ids, IReadOnlyList<string> intents) => session.Query<string>(
        """
        SELECT i.intent_id FROM intents i WHERE i.intent_id IN @intents
            AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.intent_id = i.intent_id AND o.archived_in IS NULL AND o.cl_ord_id NOT IN @ids)
        """,
        new { ids, intents });

    private static List<IDictionary<string, object?>> Select(StoreSession session, string sql, object parameters) =>
        [.. session.Query<object>(sql, parameters).Select(row => (IDictionary<string, object?>)row)];

    private static long Seq(IDictionary<string, object?> row) => (long)row["seq"]!;
}
