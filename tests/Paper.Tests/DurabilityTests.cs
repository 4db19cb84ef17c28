using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Pipeline.Messages.Fix;
using static Pipeline.Venues.Paper.Tests.Sample;

namespace Pipeline.Venues.Paper.Tests;

internal sealed class DurabilityTests
{
    private TempDirectory _files = null!;

    private string Database => _files.File("paper.db");

    [SetUp]
    public void SetUp() => _files = new TempDirectory();

    [TearDown]
    public void TearDown() => _files.Dispose();

    [Test]
    public void Two_venues_on_one_file_are_one_book()
    {
        var market = new ScriptedQuotes();
        market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        market.Show(Second(1), 99.99m, 300, 100.02m, 100);
        market.Show(Second(2), 99.99m, 300, 100.03m, 100);
        using var one = new Exchange(Database, quotes: market);
        using var other = new Exchange(Database, quotes: market);

        one.Submit(Buy("a", 600));
        other.Submit(Buy("b", 50));
        other.GoTo(Second(1));
        other.Account();
        one.GoTo(Second(2));
        one.Account();
        other.GoTo(Second(2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(other.Reports(), Is.EqualTo(one.Reports()));
            Assert.That(other.Account().Cash, Is.EqualTo(one.Account().Cash));
            Assert.That(one.Order("a").CumQty, Is.EqualTo(600));
            Assert.That(one.Order("b").CumQty, Is.EqualTo(50));
            Assert.That((other.Submit(Buy("a", 1)) as SubmitOutcome.Rejected)?.Code, Is.EqualTo("DUPLICATE_CL_ORD_ID"));
            var trades = one.Reports().Where(report => report.ExecType == ExecType.Trade);
            Assert.That(trades.Select(trade => (trade.ClOrdId, trade.LastQty, trade.LastPx)), Is.EqualTo(new[]
            {
                ("a", 500m, 100.01m), ("a", 100m, 100.02m), ("b", 50m, 100.03m),
            }));
        }
    }

    [Test]
    public void A_call_that_fails_leaves_to_the_next_what_happened_on_its_way()
    {
        using var venue = new Exchange(Database);
        venue.Market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        venue.Market.Show(Second(1), 98.80m, 300, 98.90m, 500);
        venue.Submit(Buy("a", 100) with { OrdType = OrdType.Limit, Price = 99m });
        venue.GoTo(Second(1));

        Assert.That(
            async () => await venue.Venue.SubmitAsync(Buy("b", 1), () => throw new InvalidOperationException("in the middle of it"), CancellationToken.None),
            Throws.InvalidOperationException);

        Assert.That(
            venue.Reports().Where(report => report.ExecType == ExecType.Trade).Select(trade => (trade.ClOrdId, trade.LastQty, trade.LastPx)), Is.EqualTo(new[] { ("a", 100m, 98.90m) }));
        Assert.That(venue.Order("a").OrdStatus, Is.EqualTo(OrdStatus.Filled));
    }

    [Test]
    public async Task Many_callers_at_once_leave_a_book_that_adds_up()
    {
        using var one = new Exchange(Database, quotes: new RandomWalkQuotes(1));
        using var other = new PaperVenue(new PaperVenueOptions { Database = Database }, new RandomWalkQuotes(1), one.Time, (_, _) => null);
        await Parallel.ForAsync(0, 60, async (i, stop) =>
        {
            var outcome = await other.SubmitAsync(Buy($"o{i / 2}", 100), () => null, stop);
            Assert.That(outcome, Is.TypeOf<SubmitOutcome.Acknowledged>().Or.TypeOf<SubmitOutcome.Rejected>());
        });
        one.GoTo(Second(60));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(one.Account().Positions[Symbol], Is.EqualTo(3000));
            Assert.That(one.Venue.Book.CallsByClOrdId().Values, Is.All.EqualTo(2));
            Assert.That(one.Reports().Select(report => report.ExecId), Is.Unique);
        }
    }

    [Test]
    public async Task Those_who_come_while_somebody_is_at_the_book_share_the_next_transaction()
    {
        using var exchange = new Exchange(Database);
        using var mayGo = new ManualResetEventSlim();
        var first = AtTheBookUntil(mayGo, exchange);

        var second = exchange.Venue.SubmitAsync(Buy("second", 1), () => null, CancellationToken.None);
        var secondWasTold = true;
        var third = exchange.Venue.SubmitAsync(
            Buy("third", 1),
            () =>
            {
                secondWasTold = second.IsCompleted;
                return null;
            },
            CancellationToken.None);
        Assert.That((second.IsCompleted, third.IsCompleted), Is.EqualTo((false, false)), "nobody is kept waiting in place");
        mayGo.Set();

        Assert.That(await Task.WhenAll(first, second, third), Is.All.TypeOf<SubmitOutcome.Acknowledged>());
        Assert.That(secondWasTold, Is.False, "what they did is told when all of it is on the disk");
    }

    [Test]
    public async Task Who_shares_a_transaction_with_one_who_fails_is_not_undone_with_it()
    {
        using var exchange = new Exchange(Database);
        using var mayGo = new ManualResetEventSlim();
        var first = AtTheBookUntil(mayGo, exchange);

        var before = exchange.Venue.SubmitAsync(Buy("before", 1), () => null, CancellationToken.None);
        var fails = exchange.Venue.SubmitAsync(Buy("fails", 1), () => throw new InvalidOperationException("in the middle of it"), CancellationToken.None);
        var after = exchange.Venue.SubmitAsync(Buy("after", 1), () => null, CancellationToken.None);
        mayGo.Set();

        Assert.That(async () => await fails, Throws.InvalidOperationException);
        Assert.That(await Task.WhenAll(first, before, after), Is.All.TypeOf<SubmitOutcome.Acknowledged>());
        Assert.That(exchange.Venue.Book.CallsByClOrdId(), Is.EquivalentTo(new Dictionary<string, int> { ["first"] = 1, ["before"] = 1, ["after"] = 1 }));
    }

    [Test]
    public void What_a_killed_process_leaves_behind_is_the_same_book()
    {
        var market = new ScriptedQuotes();
        market.Show(Second(0), 99.99m, 300, 100.01m, 500);
        using var before = new Exchange(Database, quotes: market);
        before.Submit(Buy("a", 600));
        Assert.That(File.Exists(Database + "-wal"), "the file is copied while it is open, as a kill would leave it");
        File.Copy(Database, _files.File("left.db"));
        File.Copy(Database + "-wal", _files.File("left.db-wal"));

        using var after = new Exchange(_files.File("left.db"), quotes: market);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Reports(), Is.EqualTo(before.Reports()));
            Assert.That(after.Order("a"), Is.EqualTo(before.Order("a")));
            Assert.That(after.Account().Cash, Is.EqualTo(before.Account().Cash));
            Assert.That(after.Submit(Buy("b", 100)), Is.EqualTo(new SubmitOutcome.Acknowledged("paper-2")));
            Assert.That(after.Order("b").CumQty, Is.Zero, "the quote's size was given away before");
        }
    }

    [Test]
    public void A_book_that_stays_locked_has_not_looked_at_the_order_and_a_cancel_of_it_is_to_be_asked_for_again()
    {
        using var exchange = new Exchange(Database);
        using (var other = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            using var held = other.BeginTransaction(deferred: false);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(exchange.Submit(Buy("a", 1)), Is.TypeOf<SubmitOutcome.NotSent>().With.Property("Reason").StartsWith("BOOK_UNAVAILABLE"));
                Assert.That(exchange.Cancel("a"), Is.TypeOf<CancelOutcome.Unknown>());
                Assert.That(exchange.Venue.QueryAsync(new OrderStatusRequest("a", "AAPL"), CancellationToken.None).Result, Is.TypeOf<OrderQuery.Unavailable>());
            }
        }

        Assert.That(exchange.Venue.QueryAsync(new OrderStatusRequest("a", "AAPL"), CancellationToken.None).Result, Is.TypeOf<OrderQuery.NotFound>());
        Assert.That(exchange.Submit(Buy("a", 1)), Is.TypeOf<SubmitOutcome.Acknowledged>());
    }

    [Test]
    public void Looking_at_a_book_to_which_nothing_happens_writes_nothing()
    {
        using var exchange = new Exchange(Database);
        exchange.Submit(Buy("a", 1).Limit(90));
        exchange.Market.Show(Second(1), 99.99m, 300, 100.01m, 500);
        using var observer = new SqliteConnection($"Data Source={Database};Pooling=False");
        observer.Open();
        var version = DataVersion(observer);

        exchange.GoTo(Second(5));
        exchange.Reports();
        exchange.Account();
        Assert.That(DataVersion(observer), Is.EqualTo(version));

        exchange.Cancel("a");
        Assert.That(DataVersion(observer), Is.Not.EqualTo(version), "a write is seen this way");
    }

    [Test]
    public void The_book_of_another_account_is_refused()
    {
        using var exchange = new Exchange(Database);
        var options = new PaperVenueOptions { Database = Database, Account = "other" };

        Assert.That(() => new PaperVenue(options, exchange.Market, exchange.Time, (_, _) => null), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void The_book_can_be_read_without_a_venue()
    {
        using (var exchange = new Exchange(Database))
        {
            exchange.Submit(Buy("a", 1));
        }

        using var book = new PaperBook(Database);

        Assert.That(book.Orders().Single().ClOrdId, Is.EqualTo("a"));
        Assert.That(book.CallsByClOrdId(), Is.EqualTo(new Dictionary<string, int> { ["a"] = 1 }));
    }

    [Test]
    public void A_day_asleep_with_200_open_orders_is_caught_up_with_quickly_and_once()
    {
        var quotes = new CountedQuotes(new RandomWalkQuotes(1));
        using var exchange = new Exchange(Database, quotes: quotes);
        for (var i = 0; i < 200; i++)
        {
            exchange.Submit((Buy($"o{i}", 100) with { Symbol = $"S{i % 20}" }).Limit(1).Tif(TimeInForce.Gtc));
        }

        exchange.GoTo(Noon.AddDays(1));
        var clock = Stopwatch.StartNew();
        exchange.Account();

        TestContext.Out.WriteLine($"a day: {clock.Elapsed}");
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(quotes.Met, Is.EqualTo(20 * 86_400), "however many orders a symbol has, each of its quotes is met once");

        exchange.Account();
        using var other = new Exchange(Database, quotes: quotes);
        other.GoTo(Noon.AddDays(1));
        other.Account();
        Assert.That(quotes.Met, Is.EqualTo(20 * 86_400), "progress that changed nothing is remembered, and in the book where it was long");
    }

    private static long DataVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }

    // Returns when it is there.
    private static Task<SubmitOutcome> AtTheBookUntil(ManualResetEventSlim mayGo, Exchange exchange)
    {
        var isThere = new TaskCompletionSource();
        var call = Task.Run(() => exchange.Venue.SubmitAsync(
            Buy("first", 1),
            () =>
            {
                isThere.SetResult();
                mayGo.Wait();
                return null;
            },
            CancellationToken.None));
        isThere.Task.Wait();
        return call;
    }

    /// <summary>A market that counts the quotes that somebody has gone through.</summary>
    private sealed class CountedQuotes(IQuoteSource quotes) : IQuoteSource
    {
        public int Met { get; private set; }

        public Quote? Latest(string symbol, DateTimeOffset now) => quotes.Latest(symbol, now);

        public IEnumerable<Quote> Between(string symbol, DateTimeOffset after, DateTimeOffset until) => quotes.Between(symbol, after, until).Select(quote =>
        {
            Met++;
            return quote;
        });
    }
}
