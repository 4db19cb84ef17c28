using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Venues;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;
using Pipeline.Venues.Versions;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary>A version in the shadow of the one that works: it maps every call and answer, sends nothing, and what differs is told.</summary>
public sealed class ShadowTests
{
    private static readonly AlpacaOptions Options = new() { Url = "http://127.0.0.1:9", KeyId = "KEY" };

    private readonly List<AdapterDifference> differences = [];
    private TaskCompletionSource shadowed = null!;
    private Answering venue = null!;
    private ShadowTape tape = null!;
    private HttpMessageHandler recording = null!;
    private HttpMessageHandler replaying = null!;

    [SetUp]
    public void Open()
    {
        differences.Clear();
        shadowed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (venue, tape) = (new Answering(), new ShadowTape());
        (recording, replaying) = (tape.Recording(venue), tape.Replaying(Note));
    }

    [TearDown]
    public void Close()
    {
        recording.Dispose();
        replaying.Dispose();
        venue.Dispose();
    }

    [Test]
    public async Task The_same_adapter_in_its_own_shadow_differs_in_nothing_and_the_venue_is_called_once()
    {
        using var entry = Shadowed(order => order);

        Assert.That(await entry.SubmitAsync(Order(), () => null, CancellationToken.None), Is.EqualTo(new SubmitOutcome.Acknowledged("v-1")));
        await Eventually.Holds(() => shadowed.Task.IsCompleted, "the shadow has made the call");
        Assert.That(Lines(), Is.Empty);
        Assert.That(venue.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task What_the_shadow_would_ask_for_otherwise_and_makes_otherwise_of_the_answer_is_told()
    {
        using var entry = Shadowed(order => order with { OrderQty = 11, ClOrdId = "OTHER" });
        await entry.SubmitAsync(Order(), () => null, CancellationToken.None);

        await Eventually.Holds(() => Lines().Count == 3, "three differences");
        Assert.That(Lines(), Is.EquivalentTo(new[]
        {
            "POST /v2/orders, request qty: 10, 11", "POST /v2/orders, request client_order_id: OURS, OTHER", "submit, outcome of OURS",
        }));
        Assert.That(venue.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task An_order_that_was_not_sent_casts_no_shadow()
    {
        using var entry = Shadowed(order => order);

        Assert.That(await entry.SubmitAsync(Order(), () => "HALTED", CancellationToken.None), Is.TypeOf<SubmitOutcome.NotSent>());
        Assert.That((venue.Asked, differences.Count, shadowed.Task.IsCompleted), Is.EqualTo((0, 0, false)));
    }

    [Test]
    public async Task What_the_shadow_asks_is_no_call_of_the_orders()
    {
        using var entry = Shadowed(order => order);
        using var timeline = WireTape.Start();
        await entry.SubmitAsync(Order(), () => null, CancellationToken.None);

        await Eventually.Holds(() => shadowed.Task.IsCompleted, "the shadow has made the call");
        Assert.That(timeline.Exchanges.Select(exchange => exchange.Method), Is.EqualTo(new[] { "POST" }));
    }

    [Test]
    public async Task Account_quotes_and_fees_are_read_by_the_shadow_too()
    {
        venue.Answers = request => request switch
        {
            _ when request.EndsWith("/v2/account", StringComparison.Ordinal) => """{"cash":"100.50","equity":"200"}""",
            _ when request.EndsWith("/v2/positions", StringComparison.Ordinal) => """[{"symbol":"AAPL","qty":"3","side":"long"}]""",
            _ when request.Contains("quotes/latest", StringComparison.Ordinal) => """{"quotes":{"AAPL":{"t":"2026-03-02T15:00:00Z","bp":99,"bs":1,"ap":100,"as":1}}}""",
            _ => """[{"id":"20260302::f1","activity_type":"FEE","date":"2026-03-02","net_amount":"-0.05"}]""",
        };
        using var reports = Reports(recording);
        using var same = new ShadowedReports(reports, Reports(replaying), tape, Note);
        using var other = new ShadowedReports(reports, new Rounding(Reports(replaying)), tape, Note);
        async Task AskAsync(ShadowedReports asked)
        {
            await asked.AccountAsync(CancellationToken.None);
            await asked.LatestQuotesAsync(["AAPL"], CancellationToken.None);
            await asked.FeesAsync(DateTimeOffset.UnixEpoch, CancellationToken.None);
        }

        await AskAsync(same);
        await AskAsync(other);

        await Eventually.Holds(() => Lines().Count == 3, "each of the three answers differs");
        Assert.That(Lines(), Is.EquivalentTo(new[] { "account, outcome of ", "quotes, outcome of ", "fees, outcome of " }), "of the version that rounds, and of no other");
    }

    [Test]
    public async Task When_the_shadow_asks_for_the_time_is_its_own_affair_and_a_call_that_it_never_makes_is_told()
    {
        venue.Answers = request => request.Contains("/time", StringComparison.Ordinal) ? """{"serverTime":1772463600000}""" : "[]";
        using var beside = Binance(replaying, "BTC/USDT");
        using var one = Binance(recording, "BTC/USDT");
        using var two = Binance(recording, "BTC/USDT");
        foreach (var works in new[] { one, two })
        {
            // Each that works measures the clock anew; the one in the shadow has measured it before.
            await new ShadowedReports(works, beside, tape, Note).OpenOrdersAsync(CancellationToken.None);
            await Eventually.Holds(() => beside.OpenOrdersAsync(CancellationToken.None).IsCompleted, "the shadow is at rest");
        }

        using var last = Binance(recording, "BTC/USDT");
        using var other = new ShadowedReports(last, Binance(replaying, "ETH/USDT"), tape, Note);
        await other.QueryAsync(new OrderStatusRequest("OURS", "BTC/USDT"), CancellationToken.None);

        await Eventually.Holds(() => Lines().Count >= 2, "of the one that knows no such pair");
        Assert.That(Lines(), Is.EquivalentTo(new[] { "query, outcome of OURS", "query, call: GET /api/v3/order, no such call" }));
    }

    private static BinanceReports Binance(HttpMessageHandler handler, string symbols) => new(
        handler, null, "acc", new BinanceOptions { Url = "http://127.0.0.1:9", KeyId = "KEY", Symbols = symbols }, new BinanceCredentials("KEY", "hush"), TimeProvider.System,
        NullLogger<BinanceReports>.Instance);

    private static AlpacaReports Reports(HttpMessageHandler handler) => new(handler, null, "acc", Options, new AlpacaCredentials("KEY", "hush"), TimeProvider.System, NullLogger<AlpacaReports>.Instance);

    private ShadowedOrderEntry Shadowed(Func<NewOrderSingle, NewOrderSingle> otherwise) => new(
        new AlpacaOrderEntry(recording, Options, new AlpacaCredentials("KEY", "hush"), TimeProvider.System, NullLogger.Instance),
        new Otherwise(new AlpacaOrderEntry(replaying, Options, new AlpacaCredentials("KEY", "hush"), TimeProvider.System, NullLogger.Instance), otherwise, shadowed), tape, Note);

    private void Note(AdapterDifference difference)
    {
        lock (differences)
        {
            differences.Add(difference);
        }
    }

    private List<string> Lines()
    {
        lock (differences)
        {
            return [.. differences.Select(each => each.What == "outcome" ? $"{each.Call}, outcome of {each.ClOrdId}" : $"{each.Call}, {each.What}: {each.Works}, {each.Shadow}")];
        }
    }

    private static NewOrderSingle Order() => new()
    {
        ClOrdId = "OURS", Account = "acc", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.Limit, OrderQty = 10, Price = 100, TimeInForce = TimeInForce.Day,
        TransactTime = DateTimeOffset.UnixEpoch,
    };

    // Another version of the adapter.
    private sealed class Otherwise(AlpacaOrderEntry entry, Func<NewOrderSingle, NewOrderSingle> change, TaskCompletionSource done) : IOrderEntry, IDisposable
    {
        public string Adapter => "alpaca/2";

        public Pipeline.Messages.Capabilities.VenueCapabilities Capabilities => entry.Capabilities;

        public async Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
        {
            var outcome = await entry.SubmitAsync(change(order), lastLook, cancellationToken);
            done.TrySetResult();
            return outcome;
        }

        public Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) => entry.CancelAsync(request, cancellationToken);

        public void Dispose() => entry.Dispose();
    }

    // Another version, that makes whole numbers of everything.
    private sealed class Rounding(AlpacaReports reports) : IVenueReports, IDisposable
    {
        public string Venue => reports.Venue;

        public string Account => reports.Account;

        public TimeSpan SettleWindow => reports.SettleWindow;

        public async Task<AccountState> AccountAsync(CancellationToken cancellationToken) =>
            await reports.AccountAsync(cancellationToken) is var state ? state with { Cash = Math.Round(state.Cash) } : throw new InvalidOperationException();

        public async Task<VenueAnswer<IReadOnlyList<Quote>>> LatestQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
            new VenueAnswer<IReadOnlyList<Quote>>.Stated([.. (await reports.LatestQuotesAsync(symbols, cancellationToken)).Require("").Select(quote => quote with { Ask = quote.Bid })]);

        public async Task<VenueAnswer<IReadOnlyList<FeeReport>>> FeesAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            new VenueAnswer<IReadOnlyList<FeeReport>>.Stated([.. (await reports.FeesAsync(since, cancellationToken)).Require("").Select(fee => fee with { Amount = 0 })]);

        public Task<OrderQuery> QueryAsync(OrderStatusRequest request, CancellationToken cancellationToken) => reports.QueryAsync(request, cancellationToken);

        public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(CancellationToken cancellationToken) => reports.OpenOrdersAsync(cancellationToken);

        public Task<VenueAnswer<IReadOnlyList<VenueOrder>>> ClosedOrdersAsync(DateTimeOffset since, CancellationToken cancellationToken) => reports.ClosedOrdersAsync(since, cancellationToken);

        public Task<VenueAnswer<IReadOnlyList<ExecutionReport>>> ExecutionsAsync(DateTimeOffset since, CancellationToken cancellationToken) => reports.ExecutionsAsync(since, cancellationToken);

        public Task<ReportPage> ReportsSinceAsync(string? watermark, CancellationToken cancellationToken) => reports.ReportsSinceAsync(watermark, cancellationToken);

        public Task WaitForReportsAsync(CancellationToken cancellationToken) => reports.WaitForReportsAsync(cancellationToken);

        public void Dispose() => reports.Dispose();
    }

    private sealed class Answering : HttpMessageHandler
    {
        private int asked;

        public int Asked => Volatile.Read(ref asked);

        public Func<string, string> Answers { get; set; } = _ =>
            """{"id":"v-1","client_order_id":"OURS","symbol":"AAPL","side":"buy","qty":"10","type":"limit","limit_price":"100","time_in_force":"day","status":"new"}""";

        // As the platform's handler does: the body is written out.
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var wire = new MemoryStream();
            await (request.Content?.CopyToAsync(wire, cancellationToken) ?? Task.CompletedTask);
            Interlocked.Increment(ref asked);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answers(request.RequestUri!.AbsoluteUri)) };
        }
    }
}
