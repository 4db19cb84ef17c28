using NUnit.Framework;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>One person trips a halt, two release it.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ReleaseOfHaltsTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "looks right");
    private static readonly Actor Bob = new("bob", "to me too");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest(kind);
        await pipeline.Trading.HaltAsync("all", Alice);
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task The_first_asks_the_second_releases_and_both_stand_in_the_journal()
    {
        Assert.That(await pipeline.Trading.ResumeAsync("all", Alice), Is.TypeOf<ActResult.Done>());
        Assert.That(IsHalted, Is.True);
        Assert.That(await pipeline.Trading.ResumeAsync("all", Bob), Is.TypeOf<ActResult.Done>());
        Assert.That(IsHalted, Is.False);

        var data = pipeline.Store.Read(session => session.QueryFirst<string>("SELECT data FROM journal WHERE kind = 'Resumed'"));
        Assert.That(data, Is.EqualTo("""{"scope":"all","by":"bob","why":"to me too","first_by":"alice","first_why":"looks right"}"""));
    }

    [Test]
    public async Task The_same_person_twice_is_refused_with_who_and_until_when()
    {
        await pipeline.Trading.ResumeAsync("all", Alice);

        var refused = (ActResult.Refused)await pipeline.Trading.ResumeAsync("all", Alice);

        Assert.That((refused.Code, refused.Why), Is.EqualTo(("SECOND_PERSON_NEEDED", "alice has asked for it at 15:00:00 UTC: another operator must release all by 15:15:00 UTC")));
        Assert.That(IsHalted, Is.True);
    }

    [Test]
    public async Task A_request_lasts_until_its_expiry_and_not_at_it()
    {
        await pipeline.Trading.ResumeAsync("all", Alice);
        pipeline.Clock.Advance(pipeline.Release.ResumeRequestExpiry);

        await pipeline.Trading.ResumeAsync("all", Bob);
        Assert.That(IsHalted, Is.True, "Bob is a first one again");

        pipeline.Clock.Advance(pipeline.Release.ResumeRequestExpiry - TimeSpan.FromTicks(1));
        await pipeline.Trading.ResumeAsync("all", Alice);
        Assert.That(IsHalted, Is.False);
    }

    [Test]
    public async Task A_request_is_for_its_scope_alone()
    {
        await pipeline.Trading.HaltAsync("symbol:AAPL", Alice);
        await pipeline.Trading.ResumeAsync("symbol:AAPL", Alice);

        await pipeline.Trading.ResumeAsync("all", Bob);

        Assert.That(pipeline.Store.Read(HaltTable.All), Has.Exactly(2).Items);
    }

    [Test]
    public async Task A_halt_that_was_tripped_anew_since_is_not_what_the_first_one_has_seen()
    {
        await pipeline.Trading.ResumeAsync("all", Alice);
        await pipeline.Trading.HaltAsync("all", new Actor("cleo", "worse"), cancelOpen: true);

        await pipeline.Trading.ResumeAsync("all", Bob);

        Assert.That(IsHalted, Is.True);
    }

    [Test]
    public async Task Where_one_is_enough_one_releases()
    {
        pipeline.Release.ResumeBy = 1;

        await pipeline.Trading.ResumeAsync("all", Alice);

        Assert.That(IsHalted, Is.False);
    }

    [Test]
    public async Task Who_halts_again_takes_back_what_was_asked_for_before()
    {
        await pipeline.Trading.ResumeAsync("all", Alice);

        Assert.That(await pipeline.Trading.HaltAsync("all", new Actor("dave", "prices are wrong")), Is.TypeOf<ActResult.Done>());
        Assert.That(await pipeline.Trading.ResumeAsync("all", Bob), Is.TypeOf<ActResult.Done>());

        Assert.That(IsHalted, Is.True, "alice has not seen why dave halts it");
        Assert.That(pipeline.Store.Read(session => session.QueryFirst<string>("SELECT data FROM journal WHERE kind = 'Halted' ORDER BY seq DESC LIMIT 1")), Does.Contain("prices are wrong"));
    }

    [Test]
    public async Task A_halt_file_that_came_and_went_takes_back_what_was_asked_for_before_and_one_that_another_machine_has_is_seen()
    {
        await pipeline.Trading.ResumeAsync("all", Alice);
        var said = new Halt("all", "file:HALT", "flood", pipeline.Now);
        await pipeline.Store.WriteAsync(session => HaltFileLog.Record(session, [said], pipeline.Now));
        Assert.That(await pipeline.Trading.ResumeAsync("all", Bob), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("HALT_FILE_PRESENT"), "this process has no such file");

        await pipeline.Store.WriteAsync(session => HaltFileLog.Record(session, [], pipeline.Now));
        await pipeline.Trading.ResumeAsync("all", Bob);

        Assert.That(IsHalted, Is.True);
    }

    [Test]
    public async Task Where_only_one_operator_is_configured_it_says_so_at_once()
    {
        pipeline.Release.Tokens = $"alice={new string('0', 64)}";

        var refused = (ActResult.Refused)await pipeline.Trading.ResumeAsync("all", Alice);

        Assert.That(refused.Code, Is.EqualTo("SECOND_OPERATOR_MISSING"));
        Assert.That(refused.Why, Does.Contain("only alice is configured"));
    }

    [TestCase("")]
    [TestCase("alice:operator")]
    public async Task Who_has_asked_and_is_no_approver_any_more_is_none_of_the_two(string alice)
    {
        pipeline.Release.Tokens = Book("alice", "bob", "cleo");
        await pipeline.Trading.ResumeAsync("all", Alice);
        pipeline.Release.Tokens = Book([.. new[] { alice, "bob", "cleo" }.Where(name => name.Length > 0)]);

        await pipeline.Trading.ResumeAsync("all", Bob);
        Assert.That(IsHalted, Is.True, "Bob is a first one");

        await pipeline.Trading.ResumeAsync("all", new Actor("cleo", "it is over"));
        Assert.That(IsHalted, Is.False);
        Assert.That(pipeline.Store.Read(session => session.QueryFirst<string>("SELECT data ->> 'first_by' FROM journal WHERE kind = 'Resumed'")), Is.EqualTo("bob"));
    }

    [Test]
    public async Task A_halt_is_made_stricter_by_one_person_and_looser_by_nobody()
    {
        await pipeline.Trading.HaltAsync("symbol:AAPL", Alice, HaltMode.ReduceOnly);
        Assert.That(await pipeline.Trading.HaltAsync("symbol:AAPL", Bob), Is.TypeOf<ActResult.Done>());
        Assert.That(await pipeline.Trading.HaltAsync("symbol:AAPL", Alice, HaltMode.ReduceOnly) is ActResult.Refused { Code: "HALTED_ALREADY" }, Is.True);
        Assert.That(await pipeline.Trading.HaltAsync("symbol:AAPL", Alice, HaltMode.ReduceOnly, cancelOpen: true), Is.TypeOf<ActResult.Done>());

        var halt = pipeline.Store.Read(session => HaltTable.Find(session, "symbol:AAPL"))!;

        Assert.That((halt.Mode, halt.CancelOpen), Is.EqualTo((HaltMode.Stop, true)));
    }

    private static string Book(params IReadOnlyList<string> names) => string.Join(';', names.Select(name => $"{name}={new string('0', 64)}"));

    private bool IsHalted => pipeline.Store.Read(session => HaltTable.Find(session, "all")) is not null;
}
