using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Venues.Binance.Tests;

/// <summary>Many pairs share the weight of a minute with the orders: lists wait, orders don't.</summary>
public sealed class WeightTests
{
    private static readonly IReadOnlyList<string> Symbols = [.. Enumerable.Range(10, 71).Select(i => $"COIN{i}/USDT")];

    private readonly FakeTimeProvider clock = new(Trading.Ten);
    private readonly SynchronizationContext? context = SynchronizationContext.Current;
    private SimulatedVenue venue = null!;
    private SimulatedVenueHandler handler = null!;
    private BinanceReports reports = null!;
    private BinanceOrderEntry entry = null!;

    [SetUp]
    public void Open()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        venue = new SimulatedVenue(new SimulatorOptions { Dialect = VenueDialect.Binance, KeyId = "key", SecretKey = "hush" }, clock);
        venue.Load(ScriptJson.ReadScript($$"""{"quotes":[{{string.Join(',', Symbols.Append("OTHER/USDT").Select(symbol => $$"""{"symbol":"{{symbol}}","bid":99,"ask":100}"""))}}]}"""));
        var options = new BinanceOptions { Url = "http://127.0.0.1:9", KeyId = "key", Symbols = string.Join(',', Symbols) };
        var (pause, credentials) = (new VenuePause(clock), new BinanceCredentials("key", "hush"));
        handler = new SimulatedVenueHandler(venue);
        reports = new BinanceReports(handler, null, "acc", options, credentials, clock, NullLogger<BinanceReports>.Instance, pause);
        entry = new BinanceOrderEntry(handler, options, credentials, clock, NullLogger.Instance, pause);
    }

    [TearDown]
    public void Close()
    {
        reports.Dispose();
        entry.Dispose();
        handler.Dispose();
        venue.Dispose();
        SynchronizationContext.SetSynchronizationContext(context);
    }

    [Test]
    public void Lists_of_many_pairs_wait_for_the_next_minute_where_the_venue_would_refuse_them()
    {
        List<Task> looks = [.. Enumerable.Range(0, 5).Select(_ => reports.ExecutionsAsync(Trading.Ten, CancellationToken.None))];
        Assert.That(looks.Count(look => look.IsCompleted), Is.EqualTo(3), "a look weighs 1,420, and a list begins below 4,800");
        Assert.That(Submit("A"), Is.TypeOf<SubmitOutcome.Acknowledged>(), "an order does not wait");

        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.That(looks, Is.All.Property(nameof(Task.IsCompleted)).True);
        Assert.That(looks.Cast<Task<VenueAnswer<IReadOnlyList<ExecutionReport>>>>().Select(look => look.Result), Is.All.TypeOf<VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated>());
        Assert.That(reports.LeftAlone, Is.EqualTo(TimeSpan.Zero), "the venue never had to refuse");
    }

    [Test]
    public void An_answer_that_was_asked_for_before_the_minute_turned_does_not_count_in_the_next()
    {
        var gate = new WeightGate(new ServerOffset(), clock);
        var asked = gate.Minute;
        clock.Advance(TimeSpan.FromMinutes(1));
        gate.Note(5036, asked);
        Assert.That(gate.WaitAsync(CancellationToken.None).IsCompleted, Is.True);

        gate.Note(5036, gate.Minute);
        var waiting = gate.WaitAsync(CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        gate.Note(24, gate.Minute);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(waiting.IsCompleted, Is.True, "Binance's minute turned sooner than ours");
    }

    [Test]
    public void A_pair_that_binance_has_taken_off_its_market_keeps_no_list_of_the_others_waiting()
    {
        venue.Act(ScriptJson.ReadAct($$$"""{"add_behaviours":[{"when":{"call":"list_orders","symbol":"{{{Symbols[1]}}}"},"status":400,"code":-1121,"message":"Invalid symbol."}]}"""));
        Submit("A");

        var orders = (VenueAnswer<IReadOnlyList<VenueOrder>>.Stated)Trading.Done(reports.ClosedOrdersAsync(Trading.Ten, CancellationToken.None));

        Assert.That(venue.Calls.Count(call => call.Status == 400), Is.EqualTo(1));
        Assert.That(orders.Value, Is.Empty);
    }

    [Test]
    public void Orders_of_many_trades_are_listed_and_not_asked_about_one_by_one_and_for_fees_not_at_all()
    {
        using var few = new BinanceReports(
            handler, null, "acc", new BinanceOptions { Url = "http://127.0.0.1:9", KeyId = "key", Symbols = Symbols[0] }, new BinanceCredentials("key", "hush"), clock,
            NullLogger<BinanceReports>.Instance, new VenuePause(clock));
        for (var nth = 0; nth < 20; nth++)
        {
            Trading.Done(entry.SubmitAsync(Trading.Order($"T{nth}", OrdType.Market) with { Symbol = Symbols[0], OrderQty = 1 }, () => null, CancellationToken.None));
        }

        var before = venue.Calls.Count;
        var executions = (VenueAnswer<IReadOnlyList<ExecutionReport>>.Stated)Trading.Done(few.ExecutionsAsync(Trading.Ten.AddMinutes(-1), CancellationToken.None));
        Assert.That(executions.Value.Select(execution => execution.ClOrdId), Is.EquivalentTo(Enumerable.Range(0, 20).Select(nth => $"T{nth}")));
        Assert.That(venue.Calls.Count - before, Is.LessThan(6));

        before = venue.Calls.Count;
        Trading.Done(few.FeesAsync(Trading.Ten.AddMinutes(-1), CancellationToken.None));
        Assert.That(venue.Calls.Count - before, Is.LessThan(3));
    }

    [Test]
    public void Open_orders_of_many_pairs_are_asked_for_at_once_and_those_of_other_pairs_are_not_ours()
    {
        Submit("A");
        venue.Act(ScriptJson.ReadAct("""{"order":{"symbol":"OTHER/USDT","side":"buy","qty":1,"type":"limit","limit_price":50,"time_in_force":"gtc"}}"""));

        var open = (VenueAnswer<IReadOnlyList<VenueOrder>>.Stated)Trading.Done(reports.OpenOrdersAsync(CancellationToken.None));

        Assert.That(open.Value.Select(order => order.ClOrdId), Is.EqualTo(new[] { "A" }));
    }

    private SubmitOutcome Submit(string clOrdId) => Trading.Done(entry.SubmitAsync(
        Trading.Order(clOrdId, OrdType.Limit, 50) with { Symbol = Symbols[0] }, () => null, CancellationToken.None));
}
