using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Reconciliation;
using Pipeline.Reconciliation.Fills;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Postgres;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Submission;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Rules;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests;

/// <summary>
/// Every stage over one store in memory, a venue and a clock in the hands of the test, and no bus: messages go by hand. It is
/// Monday 2 March 2026, ten o'clock in New York; the offer is 100, the bid 99, the equity 10,000.
/// </summary>
internal sealed class PipelineUnderTest : IDisposable
{
    private readonly Hindrances hindrances;
    private readonly VenueCalls calls;
    private string limitsFile = "{}";
    private SenderClock? senderClock;

    private readonly TestStore store;

    /// <param name="kind">Which store it runs on.</param>
    public PipelineUnderTest(StoreKind? kind = null)
        : this(TestStore.Create(kind))
    {
    }

    /// <param name="opened">The store that it runs on, and closes.</param>
    public PipelineUnderTest(TestStore opened)
    {
        store = opened;
        HaltFile = new SettableHaltFile(Clock);
        Ages = new ClaimAges(Clock);
        Venue = new FakeVenue(Clock);
        var calendars = Calendars;
        Intake = new Intake.Stage(Store, Options.Create(new IntakeOptions()), Clock, NullLogger<Intake.Stage>.Instance);
        Limits = new LimitsInForce(LimitBook.Default, new LimitsSource("limits.json", () => Encoding.UTF8.GetBytes(limitsFile), LimitSet.Defaults, null), Store, Clock);
        Validation = new Validation.Stage(Store, Venue, Limits, Options.Create(new ValidationOptions()), Options.Create(Approvals), Clock);
        Session = new Session.Stage(Store, calendars, Options.Create(SessionOptions), Clock);
        Permits = new Permits(null, TimeSpan.FromMilliseconds(10), Clock);
        var submission = Options.Create(SubmissionOptions);
        calls = new VenueCalls(Venue, Permits, new VenueBreaker(SubmissionOptions, Clock), submission, Clock, NullLogger<VenueCalls>.Instance);
        Grants = new Grants(calendars, HaltFile, Options.Create(SessionOptions), submission, Options.Create(Halting));
        Sender = SenderOn(Store);
        Submission = SubmissionOn(Store);
        Cancels = new Submission.Cancels.Stage(Store, calls, submission, Clock);
        Orders = new OrderActs(Store, Clock);
        Throttles = new ThrottleActs(Store, Clock);
        Trading = new TradingActs(Store, HaltFile, "paper", Options.Create(Release), Clock);
        Halts = new HaltWatch(Store, Venue, HaltFile, Options.Create(Halting), Clock);
        Strategies = new StrategyActs(Store, Clock);
        Import = new VenueImport(Store, Venue, Clock, NullLogger<VenueImport>.Instance);
        Reconciliation = new Reconciliation.Stage(Store, Venue, Clock);
        hindrances = new Hindrances(calendars, Options.Create(SessionOptions), Venue, Limits, HaltFile);
        Resolver = new Resolver(Store, Venue, Options.Create(new ReconciliationOptions()), Ages, hindrances, Clock, NullLogger<Resolver>.Instance);
        Deadlines = AnotherDeadlines();
        Analytics = new Analytics.Stage(Store, Clock);
        RefreshAccount();
    }

    public SettableClock Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    /// <summary>The calendars in force.</summary>
    public LiveCalendars Calendars { get; } = new(SessionCalendars.Default);

    public DateTimeOffset Now => Clock.GetUtcNow();

    public IStore Store => store.Store;

    /// <summary>Another host's store, on the same database.</summary>
    public PostgresStore AnotherHost() => store.AnotherHost();

    /// <summary>Validation of another host.</summary>
    public Validation.Stage ValidationOn(IStore other, OnwardStages? onwards = null) =>
        new(other, Venue, Limits, Options.Create(new ValidationOptions()), Options.Create(Approvals), Clock, onwards: onwards);

    /// <summary>The stages that can decide in the turn of the one that calls them, all of one process.</summary>
    public OnwardStages NextDoor => new(message => message switch
    {
        _ when message == typeof(OrderProposed) => ValidationOn(Store, NextDoor),
        _ when message == typeof(OrderValidated) => Session,
        _ when message == typeof(OrderReleased) => null,
        _ => Reconciliation,
    });

    /// <summary>Those of a process that calls the venue, too, for orders that were granted as they were taken.</summary>
    public OnwardStages NextDoorWithVenue(RunSequels sequels) => new(message => message switch
    {
        _ when message == typeof(OrderProposed) => ValidationOn(Store, NextDoorWithVenue(sequels)),
        _ when message == typeof(OrderValidated) => Session,
        _ when message == typeof(OrderReleased) => SubmissionOn(Store, NextDoorWithVenue(sequels), SenderClock),
        _ => Reconciliation,
    }, sequels: () => sequels);

    /// <summary>The clock of the process that calls the venue, as far as it was compared.</summary>
    public SenderClock SenderClock => senderClock ??= SenderClockOn(Store);

    /// <summary>What <c>--store</c> takes, where it is on PostgreSQL.</summary>
    public string Address => store.Address;

    /// <summary>Submission of another host.</summary>
    public Submission.Stage SubmissionOn(IStore other, OnwardStages? onwards = null, SenderClock? compared = null) => new(
        other, calls, Grants, Sender, compared ?? SenderClockOn(other), Ages, Options.Create(SubmissionOptions), Clock, NullLogger<Submission.Stage>.Instance, onwards);

    private SenderClock SenderClockOn(IStore other) => new(other, (IOrderEntry)Venue, Options.Create(Halting), Clock, NullLogger<SenderClock>.Instance);

    /// <summary>A sender that looks at another store.</summary>
    public Sender SenderOn(IStore other) => new(other, HaltFile, Calendars, Options.Create(SessionOptions), calls, Options.Create(SubmissionOptions), Clock);

    /// <summary>Intake of a process that hosts more than intake.</summary>
    public Intake.Stage IntakeOn(IStore other, OnwardStages onwards) => new(other, Options.Create(new IntakeOptions()), Clock, NullLogger<Intake.Stage>.Instance, onwards);

    /// <summary>Intake of orders for another account.</summary>
    public Intake.Stage IntakeFor(string account, IStore? on = null) => new(on ?? Store, Options.Create(new IntakeOptions { Account = account }), Clock, NullLogger<Intake.Stage>.Instance);

    public ClaimAges Ages { get; }

    public FakeVenue Venue { get; }

    public SessionOptions SessionOptions { get; } = new();

    public SubmissionOptions SubmissionOptions { get; } = new();

    public ApprovalOptions Approvals { get; } = new() { PaperFirst = false };

    public HaltOptions Halting { get; } = new();

    public OperatorOptions Release { get; } = new();

    public SettableHaltFile HaltFile { get; }

    public HaltWatch Halts { get; }

    public StrategyActs Strategies { get; }

    public Intake.Stage Intake { get; }

    public Validation.Stage Validation { get; }

    public Session.Stage Session { get; }

    public Permits Permits { get; }

    public Grants Grants { get; }

    public Sender Sender { get; }

    public Submission.Stage Submission { get; }

    public Submission.Cancels.Stage Cancels { get; }

    public OrderActs Orders { get; }

    public ThrottleActs Throttles { get; }

    public LimitsInForce Limits { get; }

    public TradingActs Trading { get; }

    public VenueImport Import { get; }

    public Reconciliation.Stage Reconciliation { get; }

    public Resolver Resolver { get; }

    public Deadlines Deadlines { get; }

    public Analytics.Stage Analytics { get; }

    /// <summary>The resolver of a process that starts now.</summary>
    public Resolver AnotherResolver() =>
        new(Store, Venue, Options.Create(new ReconciliationOptions()), new ClaimAges(Clock), hindrances, Clock, NullLogger<Resolver>.Instance);

    /// <summary>The deadlines of a process that starts now.</summary>
    public Deadlines AnotherDeadlines() => new(Store, Options.Create(new ReconciliationOptions()), hindrances, Clock);

    /// <summary>Writes the limits file and has the process look at it, twice as for a broken one.</summary>
    public async Task LimitAsync(string file)
    {
        limitsFile = file;
        await Limits.LookAsync(CancellationToken.None);
        await Limits.LookAsync(CancellationToken.None);
    }

    public void RefreshAccount(decimal equity = 10_000) => Store.WriteAsync(session => VenueTables.SaveAccount(
        session, "paper", "paper", new AccountRow { Cash = equity, Equity = equity, At = Now })).GetAwaiter().GetResult();

    public Task<IntakeResult> TakeAsync(string json, string? idempotencyKey = null) =>
        Intake.TakeAsync(new Submitted(Encoding.UTF8.GetBytes(json), "http", idempotencyKey), CancellationToken.None);

    /// <summary>Buys 10 AAPL at the market, or what the caller changes of that.</summary>
    public async Task<OrderProposed> ProposedAsync(string more = "", int qty = 10, string rebalance = "r1")
    {
        var result = await TakeAsync(AnIntent(more, qty, rebalance));
        Assert.That(result, Is.TypeOf<IntakeResult.Taken>());
        return (OrderProposed)((IntakeResult.Taken)result).FollowUps.Single().Message;
    }

    public static string AnIntent(string more = "", int qty = 10, string rebalance = "r1") =>
        $$"""{"rebalance_id":"{{rebalance}}","portfolio":"core","orders":[{"symbol":"AAPL","side":"buy","qty":{{qty}},"order_type":"market"}]{{more}}}""";

    public async Task<OrderValidated> ValidatedAsync(string more = "", int qty = 10, string rebalance = "r1") =>
        await OneAsync<OrderProposed, OrderValidated>(Validation, await ProposedAsync(more, qty, rebalance));

    public async Task<OrderReleased> ReleasedAsync(string more = "", int qty = 10, string rebalance = "r1") =>
        await OneAsync<OrderValidated, OrderReleased>(Session, await ValidatedAsync(more, qty, rebalance));

    /// <summary>The order at the venue, acknowledged and booked as such.</summary>
    public async Task<OrderAcknowledged> WorkingAsync(int qty = 10, string rebalance = "r1")
    {
        var followUps = await Submission.HandleAsync(await ReleasedAsync(qty: qty, rebalance: rebalance), CancellationToken.None);
        var acknowledged = (OrderAcknowledged)followUps[^1].Message;
        await Reconciliation.HandleAsync(acknowledged, CancellationToken.None);
        return acknowledged;
    }

    /// <summary>Handles a message that has exactly one follow-up, of this type.</summary>
    public static async Task<TNext> OneAsync<TMessage, TNext>(IStage<TMessage> stage, TMessage message)
        where TMessage : OrderMessage
        where TNext : OrderMessage
    {
        var followUps = await stage.HandleAsync(message, CancellationToken.None);
        Assert.That(followUps.Select(followUp => followUp.Message), Has.One.Items.And.All.TypeOf<TNext>());
        return (TNext)followUps.Single().Message;
    }

    /// <summary>Delivers a message twice: the second time must answer the same and leave the journal as it was.</summary>
    public async Task<IReadOnlyList<FollowUp>> TwiceAsync<TMessage>(IStage<TMessage> stage, TMessage message)
        where TMessage : OrderMessage
    {
        var first = await stage.HandleAsync(message, CancellationToken.None);
        var journal = JournalLength();
        var second = await stage.HandleAsync(message, CancellationToken.None);
        Assert.That(second, Is.EqualTo(first), "the redelivery's follow-ups");
        Assert.That(JournalLength(), Is.EqualTo(journal), "the redelivery recorded something");
        return first;
    }

    public Task<IReadOnlyList<FollowUp>> BookAsync(params ExecutionReport[] reports) =>
        Reconciliation.BookAsync(new ReportPage(reports, null), CancellationToken.None);

    public ExecutionReport Report(string clOrdId, ExecType exec, string? execId, decimal qty = 0, decimal px = 0) => new()
    {
        Venue = "paper", Account = "paper", OrderId = "V1", ClOrdId = clOrdId, ExecId = execId, ExecType = exec, OrdStatus = OrdStatus.New,
        Symbol = "AAPL", Side = Side.Buy, OrderQty = 10, LastQty = qty, LastPx = px, TransactTime = Now,
    };

    public Order Order(string clOrdId) => Store.Read(session => OrderTable.Find(session, clOrdId))!;

    public Exposure Exposure() => Store.Read(session => ExposureTable.Of(session, "paper", "AAPL"));

    public Position Position() => Store.Read(session => PositionTable.Of(session, "paper", "AAPL"));

    public IReadOnlyList<Claim> Claims(string clOrdId) => Store.Read(session => ClaimTable.OfOrder(session, clOrdId));

    public long JournalLength() => Store.Read(session => session.Scalar<long>("SELECT count(*) FROM journal"));

    public IReadOnlyList<string> Kinds() => Store.Read(session => session.Query<string>("SELECT kind FROM journal ORDER BY seq"));

    public IReadOnlyList<string> Alerts() => Store.Read(session =>
        session.Query<string>("SELECT json_extract(data, '$.code') FROM journal WHERE kind = 'AlertRaised' ORDER BY seq"));

    public void Dispose() => store.Dispose();
}
