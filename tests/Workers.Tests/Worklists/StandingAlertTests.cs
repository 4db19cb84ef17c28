using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;
using Pipeline.Trading.Sessions.Status;
using Pipeline.Trading.Worklists;
using StageNames = Pipeline.Store.Steps.Stages;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Worklists;

/// <summary>What woke a person stands in the worklist until it is over, or a person has said that it is seen to.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class StandingAlertTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "a copy is made, the disk is looked at");

    // Of what else in the worklist tells of an alert; what an operator has halted is known to whoever did.
    private static readonly IReadOnlyDictionary<string, WorkKind?> ToldBy = new Dictionary<string, WorkKind?>
    {
        ["BREAK_CASH_DIFFERS"] = WorkKind.Break, ["BREAK_EXECUTION_MISSING_HERE"] = WorkKind.Break, ["BREAK_EXECUTION_MISSING_THERE"] = WorkKind.Break,
        ["BREAK_ORDER_STATUS_DIFFERS"] = WorkKind.Break, ["BREAK_POSITION_DIFFERS"] = WorkKind.Break, ["OVER_FILL"] = WorkKind.Break, ["REJECT_BREAKER"] = WorkKind.Break,
        ["CANCEL_STUCK"] = WorkKind.StuckCancel, ["DEAD_LETTER"] = WorkKind.DeadLetters, ["HALTED"] = null, ["HALT_TRIPPED"] = WorkKind.Halt, ["ORDER_STUCK"] = WorkKind.Stuck,
        ["ORDER_WAITS"] = WorkKind.Stuck, ["ORDER_UNRESOLVED"] = WorkKind.Unresolved, ["REMAINDER_ESCALATED"] = WorkKind.Escalated, ["RESEND_LIMIT"] = WorkKind.Held,
        ["THROTTLE_SHUT"] = WorkKind.Throttle,
    };

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public void Every_alert_that_wakes_a_person_stands_in_the_worklist_by_itself_or_something_else_there_tells_of_it() => Assert.That(
        Alert.All.Where(alert => alert.Pages && !alert.StandsAlone).Select(alert => alert.Code), Is.EquivalentTo(ToldBy.Keys));

    [Test]
    public void What_waits_for_a_person_only_by_ticket_wakes_nobody_and_stands_nowhere() =>
        Assert.That(Alert.All.Where(alert => alert.StandsAlone && !alert.Pages), Is.Empty);

    [Test]
    public async Task An_alert_stands_there_with_what_to_do_and_its_runbook_however_often_it_is_raised()
    {
        await RaiseAsync(Alert.AuditBroken, "journal");
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        await RaiseAsync(Alert.AuditBroken, "journal");

        var item = Worklist().Single();
        Assert.That((item.Kind, item.Code, item.AgeS, item.Runbook), Is.EqualTo((WorkKind.Alert, "AUDIT_BROKEN", 60, "docs/runbooks/pipeline-alerts.md#audit_broken")));
        Assert.That(item.What, Does.StartWith("AUDIT_BROKEN of journal, raised 2 times: A record of the journal"));
        Assert.That(item.NextActs.Select(act => act.Command), Is.EqualTo(new[] { "scripts/pipeline audit verify --data DATA", $"pipelinectl alerts acknowledge {item.Subject} --why ..." }));
    }

    [Test]
    public async Task Whoever_acknowledges_an_alert_has_it_leave_until_it_is_raised_again_and_the_journal_says_who_and_why()
    {
        await RaiseAsync(Alert.AuditBroken, "journal");
        var id = long.Parse(Worklist().Single().Subject);

        Assert.That(await Acts.AcknowledgeAsync(id, Alice), Is.TypeOf<ActResult.Done>());

        Assert.That(Worklist(), Is.Empty);
        Assert.That(
            pipeline.Store.Read(session => session.Scalar<string>("SELECT data ->> 'code' || ' ' || (data ->> 'by') || ' ' || (data ->> 'why') FROM journal WHERE kind = 'AlertAcknowledged'")),
            Is.EqualTo($"AUDIT_BROKEN alice {Alice.Why}"));
        Assert.That(await Acts.AcknowledgeAsync(id, Alice), Is.TypeOf<ActResult.NotFound>(), "it stands no more");

        await RaiseAsync(Alert.AuditBroken, "journal");
        Assert.That(Worklist().Single().Subject, Is.Not.EqualTo($"{id}"), "another one, which nobody has acknowledged");
    }

    [Test]
    public async Task An_alert_about_an_order_leads_to_its_story()
    {
        var order = (await pipeline.ProposedAsync()).ClOrdId;
        await pipeline.Store.WriteAsync(session => JournalTable.RaiseAlert(
            session, Alert.DuplicateSubmission, order, StageNames.Monitoring, pipeline.Now, OrderTable.Find(session, order), new { }));

        var item = Worklist().Single();
        Assert.That((item.ClOrdId, item.Symbol, item.NextActs[0].Command), Is.EqualTo((order, "AAPL", $"pipelinectl order show {order}")));
    }

    [Test]
    public async Task A_limits_file_that_is_mended_needs_nobody_any_more()
    {
        await pipeline.Store.WriteAsync(session => LimitsChange.RecordBroken(session, "hash", "limits.json", [], pipeline.Now));
        Assert.That(Worklist().Single().Code, Is.EqualTo("LIMITS_BROKEN"));

        await pipeline.LimitAsync("""{"global": {"max_orders_per_day": 2}}""");

        Assert.That(Worklist(), Is.Empty);
    }

    [Test]
    public async Task Overrides_of_calendars_that_are_mended_need_nobody_any_more()
    {
        await pipeline.Store.WriteAsync(session => OverridesStep.Refused(session, "text", "overrides.json", "line 3", pipeline.Now));
        Assert.That(Worklist().Single().Code, Is.EqualTo("SESSION_OVERRIDES_REFUSED"));

        await pipeline.Store.WriteAsync(session => OverridesStep.Taken(session, SessionOverrides.None, "overrides.json", pipeline.Now));

        Assert.That(Worklist(), Is.Empty);
    }

    [Test]
    public async Task A_market_that_trades_again_needs_nobody_any_more_whether_somebody_says_so_or_its_time_has_come()
    {
        await SayAsync(StatusSource.Operator, TradSesStatus.Halted, null);
        await SayAsync(StatusSource.Breaker, TradSesStatus.Halted, pipeline.Now.AddMinutes(15));
        Assert.That(Worklist().Single().Code, Is.EqualTo("MARKET_HALTED"));

        await SayAsync(StatusSource.Operator, TradSesStatus.Open, null);
        Assert.That(Worklist(), Has.Count.EqualTo(1), "the breaker has it halted still");

        pipeline.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.That(Worklist(), Is.Empty);
    }

    private AlertActs Acts => new(pipeline.Store, pipeline.Clock);

    private IReadOnlyList<WorkItem> Worklist() => pipeline.Store.Read(session => WorklistQuery.All(session, pipeline.Now));

    private Task<long> RaiseAsync(Alert alert, string scope) =>
        pipeline.Store.WriteAsync(session => JournalTable.RaiseAlert(session, alert, scope, StageNames.Operator, pipeline.Now, null, new { }));

    private Task SayAsync(StatusSource source, TradSesStatus status, DateTimeOffset? until) => pipeline.Store.WriteAsync(session =>
    {
        MarketFacts.Say(session, source, new MarketStatus("XNYS", status, pipeline.Now, until, "said"), new Teller(StageNames.Operator, "alice", "said"));
        return 0;
    });
}
