using CsCheck;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Store.Ledger;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;
using Pipeline.Trading.Ledger;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Ledger;

public sealed class FeeTests
{
    private PipelineUnderTest pipeline = null!;
    private string id = "";

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest();
        id = (await pipeline.WorkingAsync()).ClOrdId;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_fee_is_booked_once_however_often_it_is_listed()
    {
        await TakeAsync(Fee("f1", 3.82m), Fee("f2", 0.31m), Fee("f1", 3.82m));
        await TakeAsync(Fee("f1", 3.82m));

        Assert.That((Fees("USD"), Booked()), Is.EqualTo((4.13m, 2)));
        Assert.That(pipeline.Kinds().Count(kind => kind == JournalKinds.FeeReported), Is.EqualTo(2));
    }

    [Test]
    public async Task The_same_id_of_another_venue_or_account_is_another_fee()
    {
        await TakeAsync(Fee("f1", 1), Fee("f1", 1) with { Venue = "other" }, Fee("f1", 1) with { Account = "other" });

        Assert.That((Fees("USD"), Booked()), Is.EqualTo((2m, 3)));
    }

    [Test]
    public async Task What_is_given_back_makes_the_fees_less()
    {
        await TakeAsync(Fee("f1", 3), Fee("f2", -3));

        Assert.That((Fees("USD"), Booked()), Is.EqualTo((0m, 2)));
    }

    [Test]
    public async Task A_fee_in_coins_shrinks_the_position_and_realizes_nothing_whichever_comes_first()
    {
        await TakeAsync(Coins("f1", 0.005m));
        await pipeline.BookAsync(Trade("e1", 2, 1_000));

        Assert.That(Position("BTC/USD"), Is.EqualTo(new Position(1.995m, 2_000, 0)));
        Assert.That((Fees("BTC"), Fees("USD")), Is.EqualTo((0.005m, 0m)));
        Assert.That(Differences(), Is.Empty);
    }

    [Test]
    public async Task A_fee_that_names_an_order_is_in_its_timeline_and_another_is_not()
    {
        var order = pipeline.Order(id);
        await pipeline.BookAsync(pipeline.Report(id, ExecType.Trade, "e1", 1, 100));
        await TakeAsync(
            Fee("f1", 3), Fee("f2", 1.5m) with { OrderId = order.OrderId, Symbol = "AAPL", Text = "TAF fee" }, Fee("f3", -0.5m) with { ExecId = "e1" },
            Fee("f4", 1) with { OrderId = "V-unknown" });

        var told = pipeline.Store.Read(session => Timeline.Of(session, id, order.IntentId)).Where(entry => entry.Kind == JournalKinds.FeeReported);
        Assert.That(told.Select(entry => entry.Summary), Is.EqualTo(new[]
        {
            "Venue took a fee of 1.5 USD for AAPL (FEE f2); venue's words: “TAF fee”", "Venue gave back a fee of 0.5 USD (FEE f3)",
        }));
        Assert.That(Differences(), Is.Empty);
    }

    [Test]
    public async Task A_page_of_fees_alone_moves_the_watermark()
    {
        await pipeline.Reconciliation.BookAsync(new ReportPage([], "18") { Fees = [Fee("f1", 1)] }, CancellationToken.None);

        Assert.That(pipeline.Store.Read(session => VenueTables.Watermark(session, "paper", "paper")), Is.EqualTo("18"));
    }

    [TestCase("UPDATE fee_reports SET amount = '9'", "fee_reports", "amount")]
    [TestCase("UPDATE fee_reports SET cl_ord_id = NULL WHERE fee_id = 'f2'", "fee_reports", "cl_ord_id")]
    [TestCase("DELETE FROM fee_reports WHERE fee_id = 'f1'", "fee_reports", "*")]
    [TestCase("UPDATE fees SET amount = '9' WHERE currency = 'BTC'", "fees", "amount")]
    [TestCase("UPDATE position_entries SET is_fee = 0 WHERE exec_id LIKE '~fee/%'", "position_entries", "is_fee")]
    [TestCase("UPDATE positions SET qty = '2' WHERE symbol = 'BTC/USD'", "positions", "qty")]
    public async Task What_is_tampered_with_is_named(string sql, string table, string column)
    {
        await pipeline.BookAsync(Trade("e1", 2, 1_000));
        await TakeAsync(Coins("f1", 0.005m), Fee("f2", 1) with { OrderId = pipeline.Order(id).OrderId });
        Assert.That(Differences(), Is.Empty);

        await pipeline.Store.WriteAsync(session => session.Execute(sql));

        Assert.That(Differences().Select(difference => (difference.Of, difference.Column)).Distinct(), Does.Contain((table, column)));
    }

    /// <summary>Trades and fees of a pair, in any order and with repetitions, end in the ledger that they make in the order of their time.</summary>
    [Test]
    public void Whatever_order_trades_and_fees_come_in_the_ledger_is_the_same()
    {
        var story = Gen.Select(Gen.Bool, Gen.Int[1, 9], Gen.Int[1, 20]).Array[1, 12];
        Gen.Select(story, Gen.Int[0, int.MaxValue]).Sample(
            (happened, seed) =>
            {
                using var other = new PipelineUnderTest();
                var trades = happened.Select((one, i) => (Report: Trade($"e{i}", one.Item2, 100 + one.Item3, i) with { Side = one.Item1 ? Side.Buy : Side.Sell }, Minute: i)).ToList();
                var fees = happened.Select((one, i) => Coins($"f{i}", one.Item3 / 1000m, i)).ToList();
                var expected = Trading.Ledger.Position.Of(
                    [.. trades.Select(trade => Execution.Of(trade.Report, null)!)], [], [], fees);

                var order = new Random(seed);
                var acts = trades.Select(trade => (object)trade.Report).Concat(fees).Concat(fees.Take(3)).OrderBy(_ => order.Next()).ToList();
                foreach (var act in acts)
                {
                    var page = act is FeeReport fee ? new ReportPage([], null) { Fees = [fee] } : new ReportPage([(ExecutionReport)act], null);
                    other.Reconciliation.BookAsync(page, CancellationToken.None).GetAwaiter().GetResult();
                }

                var differences = other.Store.Read(session => LedgerCheck.Run(session).Differences);
                Assert.That(differences, Is.Empty);
                Assert.That(other.Store.Read(session => PositionTable.Of(session, "paper", "BTC/USD")), Is.EqualTo(expected));
            },
            iter: 40, threads: 1);
    }

    private Task TakeAsync(params FeeReport[] fees) => pipeline.Reconciliation.BookAsync(new ReportPage([], null) { Fees = fees }, CancellationToken.None);

    private FeeReport Fee(string feeId, decimal amount, int minute = 0) => new()
    {
        Venue = "paper", Account = "paper", FeeId = feeId, FeeType = "FEE", Amount = amount, Currency = "USD", TransactTime = pipeline.Now.AddMinutes(minute),
    };

    private FeeReport Coins(string feeId, decimal amount, int minute = 0) =>
        Fee(feeId, amount, minute) with { FeeType = "CFEE", Currency = "BTC", Symbol = "BTC/USD", TransactTime = pipeline.Now.AddMinutes(minute).AddSeconds(1) };

    // Of an order that is not ours, so that any number of them can be had.
    private ExecutionReport Trade(string execId, decimal qty, decimal px, int minute = 0) => pipeline.Report(id, ExecType.Trade, execId, qty, px) with
    {
        ClOrdId = "somebody-else", OrderId = "V9", Symbol = "BTC/USD", TransactTime = pipeline.Now.AddMinutes(minute),
    };

    private IReadOnlyList<LedgerDifference> Differences() => pipeline.Store.Read(session => LedgerCheck.Run(session).Differences);

    private Position Position(string symbol) => pipeline.Store.Read(session => PositionTable.Of(session, "paper", symbol));

    private decimal Fees(string currency) => pipeline.Store.Read(session => FeeTable.Of(session, "paper", currency));

    private long Booked() => pipeline.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM fee_reports"));
}
