using System.Text;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Simulation;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Limits;
using Pipeline.Venues.Paper;
using static Pipeline.Workers.Tests.Rehearsal.Sample;

namespace Pipeline.Workers.Tests.Rehearsal;

internal sealed class DriverTests
{
    private static readonly DateTimeOffset Open = Utc(FullDay, 13, 30);

    private readonly RecordingFolder folder = new();
    private RecordedQuotes quotes = null!;

    [OneTimeSetUp]
    public void Record() => quotes = RecordedQuotes.Load(folder.Csv(
        "AAPL", FullDay, new("09:29", 99.90m, 300, 100.00m, 200), new("09:30", 99.80m, 300, 100.10m, 100), new("09:31", 99.70m, 400, 100.20m, 900)));

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void An_order_goes_the_whole_way_and_its_saga_ends_done()
    {
        using var driver = Start();
        var told = new List<string>();
        driver.Told += message => told.Add(message.GetType().Name);

        var clOrdId = Take(driver, Intent("buy", 150));
        driver.RunUntilQuiet();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(StateOf(driver, clOrdId), Is.EqualTo(OrderState.Done));
            Assert.That(driver.IsDone, Is.True);
            Assert.That(driver.Store.Read(FollowUpTable.CountUnsent), Is.Zero);
            Assert.That(told.Take(5), Is.EqualTo(new[]
            {
                nameof(OrderProposed), nameof(OrderValidated), nameof(OrderReleased), nameof(OrderSubmitting), nameof(OrderAcknowledged),
            }));
        }
    }

    [Test]
    public void An_order_works_while_the_quotes_do_not_cover_it()
    {
        using var driver = Start();
        var clOrdId = Take(driver, Intent("buy", 500));

        driver.AdvanceTo(Open.AddMinutes(1));
        var (state, filled) = (StateOf(driver, clOrdId), Find(driver, clOrdId).CumQty);
        driver.AdvanceTo(Open.AddMinutes(2));

        Assert.That((state, filled, StateOf(driver, clOrdId)), Is.EqualTo((OrderState.Working, 300m, OrderState.Done)));
    }

    [Test]
    public void An_intent_that_comes_again_is_the_order_it_was()
    {
        using var driver = Start();

        var first = Take(driver, Intent("buy", 150));
        driver.RunUntilQuiet();
        var second = Take(driver, Intent("buy", 150));
        driver.RunUntilQuiet();

        Assert.That((second, Find(driver, first).CumQty), Is.EqualTo((first, 150m)));
    }

    [Test]
    public void A_deadline_on_the_way_is_kept_at_its_own_time()
    {
        using var driver = new Driver(
            new SimulationSettings { Session = new() { ClosedMarket = Trading.Sessions.ClosedMarketPolicy.HoldUntilOpen }, LimitDefaults = Patient },
            quotes, Open.AddSeconds(-30));
        var clOrdId = Take(driver, Intent("buy", 10));
        driver.RunUntilQuiet();
        var state = StateOf(driver, clOrdId);
        driver.AdvanceTo(Open.AddHours(1));

        Assert.That((state, Find(driver, clOrdId).Fills[0].TransactTime), Is.EqualTo((OrderState.Held, Open)));
    }

    [Test]
    public void The_clock_never_goes_back()
    {
        using var driver = Start();

        Assert.That(() => driver.AdvanceTo(Open.AddTicks(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static LimitSet Patient => LimitSet.Defaults.With(AllLimits.MaxQuoteAgeS, 600);

    private Driver Start() => new(new SimulationSettings { LimitDefaults = Patient }, quotes, Open);

    private static string Take(Driver driver, string intent) =>
        ((IntakeResult.Taken)driver.Take(Encoding.UTF8.GetBytes(intent), "test")).Receipt.Orders.Single().ClOrdId;

    private static OrderState StateOf(Driver driver, string clOrdId) => driver.Store.Read(session => SagaTable.StateOf(session, clOrdId));

    private static OrderView Find(Driver driver, string clOrdId) => driver.Store.Read(session => OrderQueries.Find(session, clOrdId))!;
}
