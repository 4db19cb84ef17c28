using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Simulation.VenueSimulator;
using Pipeline.Venues;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Versions;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>Two versions of Alpaca's adapter, the second one loaded from a folder, before one simulated venue: on virtual time and the test's thread.</summary>
public sealed class SideBySideTests
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private readonly SynchronizationContext? context = SynchronizationContext.Current;
    private readonly Dictionary<string, string> recorded = [];
    private readonly List<ExecutionReport> told = [];
    private readonly List<AdapterDifference> differences = [];
    private TempFolder folder = null!;
    private FakeTimeProvider clock = null!;
    private SimulatedVenue venue = null!;
    private SimulatedVenueHandler handler = null!;
    private IVenueAdapter one = null!;
    private IVenueAdapter two = null!;
    private AdapterVersions versions = null!;
    private AdapterSettings settings = null!;
    private AdapterPorts ports = null!;
    private string? watermark;
    private int connections;

    [SetUp]
    public void Open()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        recorded.Clear();
        told.Clear();
        differences.Clear();
        (folder, clock, watermark, connections) = (new TempFolder(), new FakeTimeProvider(Ten), null, 0);
        venue = new SimulatedVenue(new SimulatorOptions { RateLimitPerMinute = 0 }, clock);
        venue.Load(ScriptJson.ReadScript("""{"quotes":[{"symbol":"AAPL","bid":99,"ask":100}]}"""));
        handler = new SimulatedVenueHandler(venue);
        (one, two) = (new AlpacaAdapter(), AdapterFolder.Load(folder.Path, DeployedAlpaca.Deploy(folder, '2')));
        Start([one, two], "50%=alpaca/2");
    }

    [TearDown]
    public void Close()
    {
        Stop();
        handler.Dispose();
        venue.Dispose();
        folder.Dispose();
        SynchronizationContext.SetSynchronizationContext(context);
    }

    [Test]
    public void Orders_go_by_their_share_and_each_version_hears_its_own_fills_over_one_connection()
    {
        Follow();
        var orders = Enumerable.Range(0, 20).Select(i => $"ORDER{i}").ToList();
        foreach (var order in orders)
        {
            recorded[order] = ports.OrderEntry.Route("momentum", order);
            Submit(order);
        }

        Pass(TimeSpan.FromSeconds(1));

        Assert.That(recorded.Values.Distinct(), Is.EquivalentTo(new[] { "alpaca/1", "alpaca/2" }));
        Assert.That(Trades(), Is.EquivalentTo(orders), "well within a second, and none twice");
        Assert.That(connections, Is.EqualTo(1), "some venues keep one stream a key");
    }

    [Test]
    public void What_the_stream_lost_while_it_was_away_both_find_in_the_lists()
    {
        Follow();
        Rest("FIRST", "alpaca/1");
        Rest("SECOND", "alpaca/2");
        Act("""{"drop_stream":{}}""");
        Act("""{"fill":{"cl_ord_id":"FIRST"}}""");
        Act("""{"fill":{"cl_ord_id":"SECOND"}}""");

        Pass(TimeSpan.FromSeconds(5));

        Assert.That(Trades(), Is.EquivalentTo(new[] { "FIRST", "SECOND" }));
        Assert.That((connections, ports.Reports.Interruptions), Is.EqualTo((2, 6L)), "each version has heard it come up, go and come up");
    }

    [Test]
    public void After_a_rollback_the_new_versions_open_order_is_still_followed_by_it()
    {
        Start([two, one], "");
        Follow();
        Rest("OPEN", "alpaca/2");
        Stop();

        Start([one, two], "");
        Follow();
        Assert.That(ports.OrderEntry.Route("momentum", "NEXT"), Is.EqualTo("alpaca/1"));
        recorded["NEXT"] = "alpaca/1";
        Act("""{"fill":{"cl_ord_id":"OPEN","qty":4}}""");
        Submit("NEXT");
        Pass(TimeSpan.FromSeconds(1));
        Assert.That(Trades(), Is.EquivalentTo(new[] { "OPEN", "NEXT" }), "over the stream, before anybody looks at the lists");

        Done(ports.OrderEntry.CancelAsync(new OrderCancelRequest("OPEN", null, "AAPL", Side.Buy, 10), CancellationToken.None));
        Pass(TimeSpan.FromSeconds(1));
        Assert.That(told.Where(report => report.ClOrdId == "OPEN").Select(report => report.ExecType), Is.SupersetOf(new[] { ExecType.New, ExecType.Trade, ExecType.Canceled }));
    }

    [Test]
    public void A_pause_that_the_venue_asks_one_version_for_holds_for_both()
    {
        Act("""{"add_behaviours":[{"when":{"call":"submit"},"status":429,"retry_after":"30s","accept":false}]}""");
        recorded["A"] = "alpaca/2";
        Submit("A");

        Assert.That(ports.OrderEntry.LeftAlone, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(one.Open(settings).Reports.LeftAlone, Is.EqualTo(ports.OrderEntry.LeftAlone));
    }

    [Test]
    public void A_version_in_the_shadow_reads_the_same_messages_and_says_what_it_makes_of_them_otherwise()
    {
        Start([one], "", new Misreading(two));
        Follow();
        Submit("A");
        Pass(TimeSpan.FromSeconds(1));

        Assert.That(differences.Select(each => (each.Call, each.What, each.ClOrdId, each.Works, each.Shadow)), Has.Member(("stream message", "ExecutionReport LastPx", "A", "100", "101")));
        Assert.That(differences.Where(each => each.Call == "stream message").Select(each => each.What), Has.All.EqualTo("ExecutionReport LastPx"));
        Assert.That((connections, Trades().Single()), Is.EqualTo((1, "A")), "and nobody else knows of it");
    }

    [Test]
    public async Task A_look_at_the_lists_is_made_by_the_shadow_too_and_what_it_finds_otherwise_is_told()
    {
        var looking = new Looking(two, report => report with { LastPx = report.LastPx + 1 });
        Start([one], "", looking);
        Act("""{"order":{"symbol":"AAPL","side":"buy","qty":3}}""");
        Follow();

        await Eventually.Holds(() => Differences().Any(each => each.Call == "reports since"), "what the shadow has found otherwise");
        var told = Differences().Where(each => each.Call == "reports since").ToList();
        Assert.That(told.Select(each => each.What), Has.All.EqualTo("outcome"));
        Assert.That(told[0].Works, Does.Contain("\"LastPx\":100,"));
        Assert.That(told[0].Shadow, Does.Contain("\"LastPx\":101,"));
    }

    [Test]
    public async Task A_look_that_asks_for_less_is_told_by_its_request()
    {
        var looking = new Looking(two, report => report) { Forgets = true };
        Start([one], "", looking);
        Follow();
        Submit("A");
        Pass(TimeSpan.FromSeconds(65));

        await Eventually.Holds(() => Differences().Any(each => each.What == "request after"), "that it asks for everything where the other asks for what is new");
    }

    [Test]
    public async Task The_same_version_in_the_shadow_of_itself_differs_in_nothing()
    {
        var looking = new Looking(two, report => report);
        Start([one], "", looking);
        Follow();
        Submit("A");
        Rest("B", "alpaca/1");
        Act("""{"bust":{"cl_ord_id":"A"}}""");
        Act("""{"drop_stream":{}}""");
        Pass(TimeSpan.FromSeconds(65));

        await Eventually.Holds(() => looking.Looks > 2, "the lists were looked at more than twice");
        Assert.That(Differences(), Is.Empty);
    }

    private void Start(IReadOnlyList<IVenueAdapter> adapters, string routes, IVenueAdapter? shadow = null)
    {
        Stop();
        IReadOnlyList<string> names = [.. adapters.Select(adapter => adapter.Capabilities.Adapter)];
        versions = new AdapterVersions(names, AdapterRoutes.Parse(routes, [.. names]), recorded.GetValueOrDefault);
        settings = new AdapterSettings(
            "acc", new Dictionary<string, string> { ["url"] = "http://venue.test", ["key_id"] = "key" }, "hush", clock, new ServiceCollection().BuildServiceProvider())
        {
            Handler = handler, Pause = new VenuePause(clock),
        };
        ports = VersionedAdapters.Open(adapters, versions, settings, Connect, shadow is null ? null : new InTheShadow(shadow, handler, Note));
    }

    private void Note(AdapterDifference difference)
    {
        lock (differences)
        {
            differences.Add(difference);
        }
    }

    private List<AdapterDifference> Differences()
    {
        lock (differences)
        {
            return [.. differences];
        }
    }

    private void Stop()
    {
        (ports?.OrderEntry as IDisposable)?.Dispose();
        (ports?.Reports as IDisposable)?.Dispose();
    }

    private ValueTask<IVenueSocket> Connect(Uri address, CancellationToken cancellationToken)
    {
        connections++;
        return new(venue.Connect());
    }

    private void Rest(string clOrdId, string adapter)
    {
        recorded[clOrdId] = adapter;
        Submit(clOrdId, OrdType.Limit, 90);
        Pass(TimeSpan.FromSeconds(1));
    }

    private void Submit(string clOrdId, OrdType type = OrdType.Market, decimal? price = null) => Done(ports.OrderEntry.SubmitAsync(
        new NewOrderSingle
        {
            ClOrdId = clOrdId, Account = "acc", Symbol = "AAPL", Side = Side.Buy, OrdType = type, OrderQty = 10, Price = price, TimeInForce = TimeInForce.Day, TransactTime = Ten,
        },
        () => null, CancellationToken.None));

    private void Act(string act) => venue.Act(ScriptJson.ReadAct(act));

    private void Pass(TimeSpan time)
    {
        for (var end = clock.GetUtcNow() + time; clock.GetUtcNow() < end;)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            Follow();
        }
    }

    private void Follow()
    {
        while (Done(ports.Reports.ReportsSinceAsync(watermark, CancellationToken.None)) is { IsEmpty: false } page)
        {
            told.AddRange(page.Reports);
            watermark = page.Watermark;
        }
    }

    private IEnumerable<string?> Trades() => told.Where(report => report.ExecType == ExecType.Trade).Select(report => report.ClOrdId);

    private static T Done<T>(Task<T> call)
    {
        Assert.That(call.IsCompleted, Is.True, "nothing leaves the caller's thread");
        return call.GetAwaiter().GetResult();
    }

    // A new version that reads its lists in a way of its own.
    private sealed class Looking(IVenueAdapter adapter, Func<ExecutionReport, ExecutionReport> change) : IVenueAdapter
    {
        private int looks;

        private Func<ExecutionReport, ExecutionReport> Change => change;

        public int Looks => Volatile.Read(ref looks);

        public bool Forgets { get; init; }

        public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => adapter.Capabilities;

        public AdapterPorts Open(AdapterSettings settings)
        {
            var opened = adapter.Open(settings);
            return opened with { Reports = new Changed(opened.Reports, this) };
        }

        private sealed class Changed(IVenueReports reports, Looking version) : IVenueReports, IDisposable
        {
            public string Venue => reports.Venue;

            public string Account => reports.Account;

            public TimeSpan SettleWindow => reports.SettleWindow;

            public async Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken)
            {
                var page = await reports.ReportsSinceAsync(version.Forgets ? null : watermark, cancellationToken);
                Interlocked.Increment(ref version.looks);
                return page with { Reports = [.. page.Reports.Select(version.Change)] };
            }

            public Task<DateTimeOffset?> TimeAsync(CancellationToken cancellationToken) => reports.TimeAsync(cancellationToken);

            public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => reports.QueryAsync(request, cancellationToken);

            public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => reports.OpenOrdersAsync(cancellationToken);

            public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => reports.ClosedOrdersAsync(since, cancellationToken);

            public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) => reports.ExecutionsAsync(since, cancellationToken);

            public Task WaitForReportsAsync(CancellationToken cancellationToken) => reports.WaitForReportsAsync(cancellationToken);

            public Task<AccountState> AccountAsync(CancellationToken cancellationToken) => reports.AccountAsync(cancellationToken);

            public Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) => reports.LatestQuotesAsync(symbols, cancellationToken);

            public void Dispose() => (reports as IDisposable)?.Dispose();
        }
    }

    // A new version that reads the price of a trade wrongly.
    private sealed class Misreading(IVenueAdapter adapter) : IVenueAdapter
    {
        public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => adapter.Capabilities;

        public AdapterPorts Open(AdapterSettings settings)
        {
            var opened = adapter.Open(settings);
            return opened with { Read = message => [.. opened.Read(message).Select(each => each is ExecutionReport { LastPx: > 0 } report ? report with { LastPx = report.LastPx + 1 } : each)] };
        }
    }
}
