using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Archiving;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Archiving;

/// <summary>An order on which anything hangs keeps its story, and the run says what it is.</summary>
public sealed class KeptOrderTests
{
    private static readonly Dictionary<string, string> Hangs = new()
    {
        ["open"] = "UPDATE orders SET ord_status = 'new' WHERE cl_ord_id = @id",
        ["valid"] = "UPDATE orders SET valid_until = '2030-01-01T00:00:00.0000000Z' WHERE cl_ord_id = @id",
        ["on_its_way"] = "UPDATE order_sagas SET state = 'Working' WHERE cl_ord_id = @id",
        ["claim"] = "UPDATE claims SET next_check_at = '2026-03-02T15:00:00.0000000Z' WHERE cl_ord_id = @id",
        ["cancel"] = "INSERT INTO cancels (cl_ord_id, by, why, at, attempt, next_attempt_at) VALUES (@id, 'me', 'so', '2026-03-02T15:00:00.0000000Z', 1, '2026-03-02T15:00:00.0000000Z')",
        ["fill_policy"] = "UPDATE fill_policies SET next_act_at = '2026-03-02T15:00:00.0000000Z' WHERE cl_ord_id = @id",
        ["line"] = "UPDATE orders SET generation = 2, key = (SELECT key FROM orders WHERE cl_ord_id = @id), ord_status = 'held' WHERE seq = (SELECT max(seq) FROM orders)",
        ["break"] =
            """
            INSERT INTO breaks (kind, subject, venue, account, symbol, cl_ord_id, ours, theirs, pauses, raised_at, last_seen_at)
            VALUES ('order_status', @id, 'paper', 'paper', 'MSFT', @id, '1', '2', 0, '2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z')
            """,
        ["alert"] = "INSERT INTO standing_alerts (code, scope, cl_ord_id, first_at, last_at, times) VALUES ('X', 'x', @id, '2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z', 1)",
        ["dead_letter"] =
            """
            INSERT INTO dead_letters (group_id, state, stage, queue, cl_ord_id, exception_type, reason, attempts, first_at, last_at)
            VALUES (1, 'open', 'session', 'session', @id, 'X', 'x', 1, '2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z')
            """,
        ["follow_up"] = "UPDATE follow_ups SET sent_at = NULL WHERE cl_ord_id = @id AND type = 'OrderStatusChanged'",
        ["notice"] =
            """
            INSERT INTO notices (event_id, kind, subject, seq, hook, body, made_at, alive_since, next_attempt_at)
            VALUES ('n', 'filled', @id, 1, 'agent', x'7b7d', '2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z')
            """,
        ["recent"] = "INSERT INTO journal (at, kind, cl_ord_id, stage, data) VALUES ('2026-06-01T00:00:00.0000000Z', 'AlertRaised', @id, 'operator', '{}')",
        ["unread"] = "INSERT INTO journal (at, kind, cl_ord_id, stage, data) VALUES ('2026-03-02T15:00:00.0000000Z', 'AlertRaised', @id, 'operator', '{}')",
    };

    private OldOrders old = null!;

    public static IReadOnlyList<string> Reasons => ArchivableOrders.Reasons;

    [SetUp]
    public async Task Trade() => old = await OldOrders.TradeAsync();

    [TearDown]
    public void Remove() => old.Dispose();

    [TestCaseSource(nameof(Reasons))]
    public async Task It_stays_and_the_others_go(string reason)
    {
        await old.DoAsync("INSERT INTO fill_policies (cl_ord_id, working_at) SELECT @id, '2026-03-02T15:00:00.0000000Z' WHERE NOT EXISTS (SELECT 1 FROM fill_policies WHERE cl_ord_id = @id)");
        await old.DoAsync("INSERT INTO dead_letter_groups (id, stage, exception_type, reason) VALUES (1, 'session', 'X', 'x')");
        await old.DoAsync(Hangs[reason]);
        var records = old.Rows("journal", old.Filled[0]);

        var done = await old.ArchiveAsync();

        Assert.That(done.Kept.GetValueOrDefault(reason), Is.EqualTo(1));
        Assert.That((old.Rows("journal", old.Filled[0]), records > 0), Is.EqualTo((records, true)));
        Assert.That(done.Orders, Is.EqualTo(reason == "line" ? 1 : 2));
    }

    [TestCase(StoreKind.Sqlite, "ord_status = 'new'", "open")]
    [TestCase(StoreKind.Postgres, "ord_status = 'new'", "open")]
    [TestCase(StoreKind.Sqlite, "received_at = '2026-06-09T00:00:00.0000000Z'", null)]
    public async Task The_first_order_of_its_line_keeps_what_has_replaced_it(StoreKind kind, string how, string? why)
    {
        using var line = await OldOrders.TradeAsync(kind);
        await line.DoAsync(
            """
            UPDATE orders SET generation = 2, key = (SELECT key FROM orders WHERE cl_ord_id = @id), slot = (SELECT slot FROM orders WHERE cl_ord_id = @id) || '/2'
            WHERE seq = (SELECT max(seq) FROM orders)
            """);
        await line.DoAsync($"UPDATE orders SET {how} WHERE cl_ord_id = @id");

        var done = await line.ArchiveAsync();

        Assert.That((done.Orders, done.Kept["line"], why is null || done.Kept[why] == 1), Is.EqualTo((1L, 1L, true)));
        Assert.That(line.Rows("journal", line.Filled[^1]), Is.Positive);
    }

    [Test]
    public async Task An_open_break_of_its_symbol_keeps_all_orders_of_it()
    {
        await old.DoAsync(Hangs["break"].Replace("'MSFT', @id", "'AAPL', NULL", StringComparison.Ordinal));

        Assert.That((await old.ArchiveAsync()).Kept["break"], Is.EqualTo(3));
        Assert.That(System.IO.File.Exists(old.File("a.jsonl.gz")), Is.False, "there was nothing to go");
    }

    [Test]
    public async Task What_is_younger_is_not_even_looked_at()
    {
        await old.FillAsync("young", 1);
        await old.SealAsync();

        Assert.That(await old.ArchiveAsync(), Has.Property("Looked").EqualTo(3).And.Property("Orders").EqualTo(3));
        Assert.That(old.Rows("journal", old.Filled[^1]), Is.Positive);
    }

    [Test]
    public async Task Nothing_goes_from_a_restored_store_until_that_is_ended()
    {
        await old.DoAsync("INSERT INTO restorations (began_at, since) VALUES ('2026-03-02T15:00:00.0000000Z', '2026-03-02T15:00:00.0000000Z')");

        Assert.That(() => old.ArchiveAsync(), Throws.InvalidOperationException.With.Message.StartsWith("the store was restored from a backup"));
    }
}
