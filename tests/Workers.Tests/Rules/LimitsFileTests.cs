using System.Text.Json;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Store.Limits;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Rules;

/// <summary>A limits file that is changed while orders come.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class LimitsFileTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_changed_file_judges_the_next_order_and_is_in_the_journal_with_what_it_changed()
    {
        await pipeline.ValidatedAsync(rebalance: "before");

        await pipeline.LimitAsync("""{"global": {"max_order_qty": 9}}""");

        var denied = (OrderDenied)(await pipeline.Validation.HandleAsync(await pipeline.ProposedAsync(rebalance: "after"), CancellationToken.None)).Single().Message;
        Assert.That((denied.Code, denied.Detail.Split("; ")[0]), Is.EqualTo(("MAX_ORDER_QTY", "MAX_ORDER_QTY: qty=10, limit=9, scope=global")).Or.EqualTo(("MAX_ORDER_QTY", "qty=10, limit=9, scope=global")));
        var change = Entries(JournalKinds.LimitsChanged).Single();
        Assert.That(change.GetProperty("hash").GetString(), Is.EqualTo(pipeline.Limits.Book.Hash));
        Assert.That(change.GetProperty("changes").ToString(), Is.EqualTo("""[{"scope":"global","limit":"max_order_qty","was":100000,"is":9}]"""));
    }

    [Test]
    public async Task Who_changed_the_file_and_why_stands_in_the_journal_and_silence_as_such()
    {
        await pipeline.LimitAsync("""{"changed_by": "alice", "why": "half the desk is away", "global": {"max_order_qty": 9}}""");
        await pipeline.LimitAsync("""{"global": {"max_order_qty": 8}}""");

        Assert.That(Entries(JournalKinds.LimitsChanged).Select(change => $"{change.GetProperty("by")}: {change.GetProperty("why")}"), Is.EqualTo(new[] { "alice: half the desk is away", "not said: not said" }));
    }

    [TestCase("\"changed_by\": \"a b\"", "$.changed_by: must be ASCII letters")]
    [TestCase("\"changed_by\": 7", "$.changed_by: must be a text")]
    [TestCase("\"why\": \"a\\u202eb\"", "$.why: has U+202E as character 2")]
    [TestCase("\"why\": \"\"", "$.why: must have 1 to 500 characters")]
    public void What_can_not_be_a_name_or_a_reason_is_a_fault_of_the_file(string field, string fault) => Assert.That(
        Pipeline.Trading.Limits.LimitFile.Read(System.Text.Encoding.UTF8.GetBytes($"{{{field}}}"), Pipeline.Trading.Limits.LimitSet.Defaults).Faults.Select(one => $"{one.Path}: {one.Message}").Single(), Does.StartWith(fault));

    [Test]
    public async Task A_file_that_is_looked_at_again_changes_nothing()
    {
        await pipeline.LimitAsync("""{"global": {"max_order_qty": 9}}""");
        await pipeline.LimitAsync("""{"global": {"max_order_qty": 9}}""");

        Assert.That(Entries(JournalKinds.LimitsChanged), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_broken_file_leaves_the_limits_and_is_told_once()
    {
        await pipeline.LimitAsync("""{"global": {"max_order_qty": 9}}""");
        var before = pipeline.Limits.Book;

        await pipeline.LimitAsync("""{"global": {"max_order_qty": -1, "nonsense": 2}}""");
        await pipeline.LimitAsync("""{"global": {"max_order_qty": -1, "nonsense": 2}}""");

        Assert.That(pipeline.Limits.Book, Is.SameAs(before));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "LIMITS_BROKEN" }));
        var facts = Entries(JournalKinds.AlertRaised).Single().GetProperty("facts");
        Assert.That(facts.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()), Is.EqualTo(new[] { "$.global.max_order_qty", "$.global.nonsense" }));
        Assert.That(facts.GetProperty("in_force").GetString(), Is.EqualTo(before.Hash));
    }

    [Test]
    public async Task A_file_that_is_broken_for_one_look_was_being_written_and_nobody_is_told()
    {
        var file = "{"u8.ToArray();
        var limits = new LimitsInForce(LimitBook.Default, new LimitsSource("limits.json", () => file, LimitSet.Defaults, null), pipeline.Store, pipeline.Clock);
        await limits.LookAsync(CancellationToken.None);

        file = """{"global": {"max_order_qty": 9}}"""u8.ToArray();
        await limits.LookAsync(CancellationToken.None);

        Assert.That(limits.Book.Scopes.First().Limits.Number(AllLimits.MaxOrderQty), Is.EqualTo(9));
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task A_mended_file_is_in_force_and_one_that_breaks_again_is_told_again()
    {
        await pipeline.LimitAsync("{");
        await pipeline.LimitAsync("""{"global": {"max_order_qty": 9}}""");
        await pipeline.LimitAsync("{");

        Assert.That(pipeline.Limits.Book.Tightest(pipeline.Order((await pipeline.ProposedAsync()).ClOrdId), AllLimits.MaxOrderQty), Is.EqualTo(9));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "LIMITS_BROKEN", "LIMITS_BROKEN" }));
    }

    [Test]
    public async Task Processes_that_see_the_same_change_record_it_once()
    {
        var file = """{"global": {"max_order_qty": 9}}"""u8.ToArray();
        var source = new LimitsSource("limits.json", () => file, LimitSet.Defaults, null);
        var processes = new[] { new LimitsInForce(LimitBook.Default, source, pipeline.Store, pipeline.Clock), new LimitsInForce(LimitBook.Default, source, pipeline.Store, pipeline.Clock) };
        foreach (var process in processes)
        {
            await process.LookAsync(CancellationToken.None);
        }

        Assert.That(processes.Select(process => process.Book.Hash).Distinct(), Has.Exactly(1).Items);
        Assert.That(Entries(JournalKinds.LimitsChanged), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_file_that_is_gone_is_a_broken_one()
    {
        var limits = new LimitsInForce(LimitBook.Default, new LimitsSource("limits.json", () => throw new FileNotFoundException("gone"), LimitSet.Defaults, null), pipeline.Store, pipeline.Clock);

        await limits.LookAsync(CancellationToken.None);
        await limits.LookAsync(CancellationToken.None);

        Assert.That(limits.Book, Is.SameAs(LimitBook.Default));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "LIMITS_BROKEN" }));
    }

    [Test]
    public async Task Where_every_limit_must_be_said_a_file_that_no_longer_says_one_is_not_put_in_force()
    {
        var limits = new LimitsInForce(LimitBook.Default, new LimitsSource("limits.json", () => "{}"u8.ToArray(), LimitSet.Empty, "main"), pipeline.Store, pipeline.Clock);

        await limits.LookAsync(CancellationToken.None);
        await limits.LookAsync(CancellationToken.None);

        Assert.That(limits.Book, Is.SameAs(LimitBook.Default));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "LIMITS_BROKEN" }));
    }

    private List<JsonElement> Entries(string kind) => pipeline.Store.Read(session =>
        session.Query<string>("SELECT data FROM journal WHERE kind = @kind ORDER BY seq", new { kind }).Select(data => JsonSerializer.Deserialize<JsonElement>(data)).ToList());
}
