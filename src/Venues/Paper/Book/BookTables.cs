using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Pipeline.Messages;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper;

/// <summary>The tables of the book, read and written inside one transaction. Amounts are text, which keeps them exact.</summary>
internal sealed class BookTables(SqliteTransaction transaction, BookStatements statements)
{
    private const int Page = 1000;

    private readonly SqliteConnection _connection = transaction.Connection!;

    /// <summary>By how much rows may lie out of the order of their times: processes have clocks of their own, and an order was sent before it arrived.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(10);

    /// <summary>True once this transaction has written a report.</summary>
    public bool MadeReports { get; private set; }

    /// <summary>Another number whenever another connection has committed something since the last look.</summary>
    public long DataVersion() => (long)Scalar("PRAGMA data_version")!;

    public BookOrder? Order(string clOrdId) =>
        Read<BookOrder>((string?)Scalar("SELECT body FROM orders WHERE cl_ord_id = @clOrdId", ("@clOrdId", clOrdId)));

    public IEnumerable<BookOrder> Orders() => ReadAll<BookOrder>("SELECT body FROM orders ORDER BY seq");

    /// <summary>The orders that were sent at or after a time, the newest first.</summary>
    public IEnumerable<BookOrder> OrdersSince(DateTimeOffset since) => BackTo(
        since, "SELECT seq, body FROM orders WHERE seq < @before ORDER BY seq DESC LIMIT @Page", (BookOrder order) => order.Terms.TransactTime);

    /// <summary>The reports of what happened at or after a time, the newest first.</summary>
    public IEnumerable<ExecutionReport> ReportsSince(DateTimeOffset since) => BackTo(
        since, "SELECT seq, body FROM reports WHERE seq < @before ORDER BY seq DESC LIMIT @Page", (ExecutionReport report) => report.TransactTime);

    public IEnumerable<BookOrder> OpenOrders() => ReadAll<BookOrder>("SELECT body FROM orders WHERE is_open = 1 ORDER BY seq");

    public long NextOrderSeq() => (long)Scalar("SELECT coalesce(max(seq), 0) + 1 FROM orders")!;

    public void Save(BookOrder order) => Execute(
        """
        INSERT INTO orders (seq, cl_ord_id, is_open, body) VALUES (@Seq, @ClOrdId, @IsOpen, @Body)
        ON CONFLICT (seq) DO UPDATE SET is_open = excluded.is_open, body = excluded.body
        """,
        ("@Seq", order.Seq), ("@ClOrdId", order.Terms.ClOrdId), ("@IsOpen", order.IsOpen), ("@Body", Write(order)));

    public void Add(ExecutionReport report)
    {
        Execute("INSERT INTO reports (cl_ord_id, body) VALUES (@ClOrdId, @Body)", ("@ClOrdId", report.ClOrdId!), ("@Body", Write(report)));
        MadeReports = true;
    }

    public IEnumerable<(long Seq, ExecutionReport Report)> ReportsAfter(long seq, int limit) => _connection
        .Query<(long Seq, string Body)>("SELECT seq, body FROM reports WHERE seq > @seq ORDER BY seq LIMIT @limit", new { seq, limit })
        .Select(row => (row.Seq, Read<ExecutionReport>(row.Body)!));

    public SymbolState? Symbol(string symbol) =>
        Read<SymbolState>((string?)Scalar("SELECT body FROM symbols WHERE symbol = @symbol", ("@symbol", symbol)));

    public void Save(string symbol, SymbolState state) => Execute(
        "INSERT INTO symbols (symbol, body) VALUES (@symbol, @body) ON CONFLICT (symbol) DO UPDATE SET body = excluded.body",
        ("@symbol", symbol), ("@body", Write(state)));

    public void LogCall(DateTimeOffset at, string clOrdId, string outcome) => Execute(
        "INSERT INTO calls (at, cl_ord_id, outcome) VALUES (@At, @clOrdId, @outcome)",
        ("@At", at.UtcDateTime.ToString("O")), ("@clOrdId", clOrdId), ("@outcome", outcome));

    public IEnumerable<PaperCall> Calls() => _connection
        .Query<(string At, string ClOrdId, string Outcome)>("SELECT at, cl_ord_id, outcome FROM calls ORDER BY seq")
        .Select(row => new PaperCall(DateTimeOffset.Parse(row.At, CultureInfo.InvariantCulture), row.ClOrdId, row.Outcome));

    public void OpenAccount(string name, decimal cash)
    {
        var existing = (string?)Scalar("SELECT name FROM account");
        if (existing is null)
        {
            Execute("INSERT INTO account (name, cash) VALUES (@name, @Cash)", ("@name", name), ("@Cash", Text(cash)));
        }
        else if (existing != name)
        {
            throw new InvalidDataException($"The paper book is of account {existing}, not {name}.");
        }
    }

    public decimal Cash() => Amount((string)Scalar("SELECT cash FROM account")!);

    public IEnumerable<(string Symbol, decimal Qty, decimal LastPx)> Positions() => _connection
        .Query<(string Symbol, string Qty, string LastPx)>("SELECT symbol, qty, last_px FROM positions ORDER BY symbol")
        .Select(row => (row.Symbol, Amount(row.Qty), Amount(row.LastPx)));

    /// <summary>Books a trade of a signed quantity against cash, and its commission against what it is taken in.</summary>
    public void Settle(string symbol, decimal signedQty, decimal px, Commission? commission)
    {
        var money = commission is { IsMoney: true } ? commission.Amount : 0;
        var coins = commission is { IsMoney: false } ? commission.Amount : 0;
        var held = (string?)Scalar("SELECT qty FROM positions WHERE symbol = @symbol", ("@symbol", symbol));
        Execute(
            """
            INSERT INTO positions (symbol, qty, last_px) VALUES (@symbol, @Qty, @Px)
            ON CONFLICT (symbol) DO UPDATE SET qty = excluded.qty, last_px = excluded.last_px
            """,
            ("@symbol", symbol), ("@Qty", Text((held is null ? 0 : Amount(held)) + signedQty - coins)), ("@Px", Text(px)));
        Execute("UPDATE account SET cash = @Cash", ("@Cash", Text(Cash() - (signedQty * px) - money)));
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => statements.Execute(transaction, sql, parameters);

    private object? Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => statements.Scalar(transaction, sql, parameters);

    private static decimal Amount(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, PipelineJson.Options);

    private static T? Read<T>(string? body)
        where T : class => body is null ? null : JsonSerializer.Deserialize<T>(body, PipelineJson.Options);

    // What has been long over is many rows, and who asks wants the newest of them.
    private List<T> BackTo<T>(DateTimeOffset since, string sql, Func<T, DateTimeOffset> timeOf)
        where T : class
    {
        var (found, before, isThere) = (new List<T>(), long.MaxValue, false);
        while (!isThere)
        {
            var page = _connection.Query<(long Seq, string Body)>(sql, new { before, Page }).Select(row => (row.Seq, Value: Read<T>(row.Body)!)).ToList();
            found.AddRange(page.Select(row => row.Value).Where(value => timeOf(value) >= since));
            isThere = page.Count < Page || timeOf(page[^1].Value) + Disorder < since;
            before = page.Count == 0 ? before : page[^1].Seq;
        }

        return found;
    }

    private IEnumerable<T> ReadAll<T>(string sql)
        where T : class => _connection.Query<string>(sql).Select(body => Read<T>(body)!);
}
