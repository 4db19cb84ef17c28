using Dapper;
using Microsoft.Data.Sqlite;
using static Pipeline.Host.Bench.Growth.GrownTable;

namespace Pipeline.Host.Bench.Growth;

/// <summary>
/// Makes a store and the paper venue's book as large as months leave them, of what a pipeline has left there in a minute: every order with its whole story is copied. Nothing
/// may run on them. Positions stay as they are, so what was bought must have been sold.
/// </summary>
internal static class GrownStore
{
    public static void Grow(string folder, int copies, Action<string> say)
    {
        // A pipeline that has ended in this process has left its connections in a pool.
        SqliteConnection.ClearAllPools();
        using var book = Open(folder, "paper.db");
        var orders = book.ExecuteScalar<long>("SELECT max(seq) FROM orders");
        Prepare(book, orders);
        using var store = Open(folder, "pipeline.db");
        Prepare(store, orders);
        foreach (var table in OfStore(store))
        {
            say($"{table.Name}: {table.Grow(store, copies)} rows");
        }

        // Nobody is told anew of what was told of.
        store.Execute("UPDATE journal_cursors SET seq = (SELECT max(seq) FROM journal)");
        store.Execute($"UPDATE exposures SET buy_qty = CAST(buy_qty * {copies + 1} AS TEXT), traded_qty = CAST(traded_qty * {copies + 1} AS TEXT)");
        foreach (var table in OfBook(book))
        {
            say($"venue's {table.Name}: {table.Grow(book, copies)} rows");
        }

        Flush(folder, "paper.db");
        Flush(folder, "pipeline.db");
    }

    private static GrownTable[] OfStore(SqliteConnection store)
    {
        var (entries, claims) = store.QuerySingle<(long, long)>("SELECT (SELECT max(seq) FROM journal), (SELECT max(fencing) FROM claims)");
        var seq = $"seq + n * {entries}";
        return
        [
            new("intents", new Dictionary<string, string> { ["intent_id"] = Id("intent_id"), ["rebalance_id"] = "rebalance_id || '-' || n" }),
            new("orders", new Dictionary<string, string>
            {
                ["seq"] = seq, ["cl_ord_id"] = Id("cl_ord_id"), ["key"] = Id("key"), ["slot"] = Id("slot"), ["content"] = Id("content"), ["intent_id"] = Id("intent_id"),
                ["rebalance_id"] = "rebalance_id || '-' || n", ["order_id"] = OfVenue("order_id"),
            }),
            new("journal", new Dictionary<string, string> { ["seq"] = seq, ["cl_ord_id"] = Id("cl_ord_id"), ["intent_id"] = Id("intent_id"), ["data"] = Text("data") }),
            new("steps", new Dictionary<string, string> { ["cl_ord_id"] = Id("cl_ord_id") }),
            new("follow_ups", new Dictionary<string, string> { ["cl_ord_id"] = Id("cl_ord_id"), ["message_id"] = Uuid("message_id"), ["seq"] = seq, ["body"] = Text("body") }),
            new("claims", new Dictionary<string, string> { ["fencing"] = $"fencing + n * {claims}", ["cl_ord_id"] = Id("cl_ord_id"), ["detail"] = OfVenue("detail") }),
            new("executions", new Dictionary<string, string> { ["exec_id"] = OfVenue("exec_id"), ["cl_ord_id"] = Id("cl_ord_id"), ["order_id"] = OfVenue("order_id"), ["seq"] = seq }),
            new("order_sagas", new Dictionary<string, string>
            {
                ["correlation_id"] = Uuid("correlation_id"), ["cl_ord_id"] = Id("cl_ord_id"), ["ledger_seq"] = $"ledger_seq + n * {entries}", ["last_seq"] = $"last_seq + n * {entries}",
            }),
            new("order_analytics", new Dictionary<string, string> { ["cl_ord_id"] = Id("cl_ord_id") }),
            new("position_entries", new Dictionary<string, string> { ["exec_id"] = OfVenue("exec_id") }),
        ];
    }

    private static GrownTable[] OfBook(SqliteConnection book)
    {
        var (orders, reports, calls) = book.QuerySingle<(long, long, long)>("SELECT (SELECT max(seq) FROM orders), (SELECT max(seq) FROM reports), (SELECT max(seq) FROM calls)");
        return
        [
            new("orders", new Dictionary<string, string>
            {
                ["seq"] = $"seq + n * {orders}", ["cl_ord_id"] = Id("cl_ord_id"),
                ["body"] = $"replace(replace(body, '\"seq\":' || seq || ',', '\"seq\":' || (seq + n * {orders}) || ','), cl_ord_id, {Id("cl_ord_id")})",
            }),
            new("reports", new Dictionary<string, string> { ["seq"] = $"seq + n * {reports}", ["cl_ord_id"] = Id("cl_ord_id"), ["body"] = Text("body") }),
            new("calls", new Dictionary<string, string> { ["seq"] = $"seq + n * {calls}", ["cl_ord_id"] = Id("cl_ord_id") }),
        ];
    }

    // What is written to the disk later is in the way of what is measured then.
    private static void Flush(string folder, string file)
    {
        using var handle = File.OpenHandle(Path.Combine(folder, file), FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static SqliteConnection Open(string folder, string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, file), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
