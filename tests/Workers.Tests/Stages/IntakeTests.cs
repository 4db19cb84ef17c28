using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Intake;
using Pipeline.Messages.Intents;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using static Pipeline.Workers.Tests.PipelineUnderTest;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Stages;

[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class IntakeTests(StoreKind kind)
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest(kind);

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task Every_line_becomes_an_order_with_its_place_in_the_answer()
    {
        var taken = await TakenAsync(Lines("AAPL", "MSFT"));

        Assert.That(taken.Receipt.Orders.Select(line => line.Symbol), Is.EqualTo(new[] { "AAPL", "MSFT" }));
        Assert.That(taken.Receipt.Orders, Has.All.Property("Duplicate").False);
        Assert.That(taken.FollowUps.Select(followUp => followUp.Message), Has.All.TypeOf<OrderProposed>().And.Exactly(2).Items);
        Assert.That(pipeline.Kinds(), Is.EqualTo(new[] { "IntentReceived", "OrderProposed", "OrderProposed" }));
    }

    [TestCase("", Description = "word for word")]
    [TestCase(""","reason":"said otherwise" """)]
    [TestCase(""","reason_code":"OTHER" """)]
    [TestCase(""","valid_until":"2026-03-02T20:00:00Z" """)]
    public async Task The_same_intent_again_returns_the_earlier_orders_and_records_nothing(string more)
    {
        var first = await TakenAsync(AnIntent());
        var journal = pipeline.JournalLength();
        pipeline.Clock.Advance(TimeSpan.FromHours(1));

        var again = await TakenAsync(AnIntent(more));

        Assert.That(again.Receipt.IntentId, Is.EqualTo(first.Receipt.IntentId));
        Assert.That(again.Receipt.Orders.Single(), Is.EqualTo(first.Receipt.Orders.Single() with { Duplicate = true }));
        Assert.That(again.FollowUps, Is.Empty);
        Assert.That(pipeline.JournalLength(), Is.EqualTo(journal));
    }

    [Test]
    public async Task Where_a_new_order_belongs_is_said_to_the_store_and_of_one_that_was_there_it_knows()
    {
        var known = (await TakenAsync(Lines("AAPL"))).Receipt.Orders[0];
        var noting = new NotingStore(pipeline.Store);
        var intake = new Stage(noting, Options.Create(new IntakeOptions { Account = "moved" }), pipeline.Clock, NullLogger<Stage>.Instance);

        var taken = await intake.TakeAsync(new Submitted(Encoding.UTF8.GetBytes(Lines("AAPL", "MSFT")), "http", null), CancellationToken.None);

        var orders = ((IntakeResult.Taken)taken).Receipt.Orders;
        Assert.That(orders.Select(line => (line.ClOrdId == known.ClOrdId, line.Duplicate)), Is.EqualTo(new[] { (true, true), (false, false) }));
        Assert.That(noting.Noted, Is.EqualTo(new[] { (orders[1].ClOrdId, new OrderPlace("moved", "default", "MSFT")) }));
    }

    [Test]
    public async Task Other_terms_in_a_known_slot_are_a_conflict_and_nothing_of_the_intent_is_taken()
    {
        var known = await TakenAsync(Lines("AAPL"));

        var result = await pipeline.TakeAsync(Lines("MSFT", "AAPL").Replace("\"symbol\":\"AAPL\",\"side\":\"buy\",\"qty\":1", "\"symbol\":\"AAPL\",\"side\":\"buy\",\"qty\":2", StringComparison.Ordinal));

        Assert.That(result, Is.TypeOf<IntakeResult.Conflict>());
        var conflict = ((IntakeResult.Conflict)result).Lines.Single();
        Assert.That((conflict.Path, conflict.ClOrdId), Is.EqualTo(("$.orders[1]", known.Receipt.Orders[0].ClOrdId)));
        Assert.That((conflict.Known.Qty, conflict.Asked.Qty), Is.EqualTo((1m, 2m)));
        Assert.That(pipeline.Store.Read(session => session.Scalar<long>("SELECT count(*) FROM orders")), Is.EqualTo(1));
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "INTENT_CONFLICT" }));
    }

    [Test]
    public async Task A_conflict_shows_a_fill_policy_that_was_given_by_default()
    {
        await TakenAsync(AnIntent());

        var result = await pipeline.TakeAsync(AnIntent().Replace("\"market\"", "\"market\",\"fill_policy\":{\"type\":\"escalate\",\"after_s\":60}", StringComparison.Ordinal));

        var conflict = ((IntakeResult.Conflict)result).Lines.Single();
        Assert.That((conflict.Known.FillPolicy!.Type, conflict.Asked.FillPolicy!.Type), Is.EqualTo((FillPolicyType.Rest, FillPolicyType.Escalate)));
    }

    [Test]
    public async Task A_tighter_slippage_limit_is_another_term()
    {
        await TakenAsync(AnIntent());

        Assert.That(await pipeline.TakeAsync(AnIntent(""","constraints":{"max_slippage_bps":5}""")), Is.TypeOf<IntakeResult.Conflict>());
    }

    [Test]
    public async Task Known_and_new_lines_mix_and_only_the_new_ones_go_on()
    {
        await TakenAsync(Lines("AAPL"));

        var mixed = await TakenAsync(Lines("AAPL", "MSFT"));

        Assert.That(mixed.Receipt.Orders.Select(line => line.Duplicate), Is.EqualTo(new[] { true, false }));
        Assert.That(mixed.FollowUps.Single().Message.ClOrdId, Is.EqualTo(mixed.Receipt.Orders[1].ClOrdId));
    }

    [Test]
    public async Task Without_a_rebalance_id_the_transports_key_stands_in()
    {
        var json = AnIntent().Replace("\"rebalance_id\":\"r1\",", "", StringComparison.Ordinal);

        Assert.That(await pipeline.TakeAsync(json, "r1"), Is.TypeOf<IntakeResult.Taken>());
        Assert.That((await TakenAsync(AnIntent())).Receipt.Orders.Single().Duplicate, "the same decision, said in the document");
        Assert.That(await FaultAsync(json, null), Is.EqualTo("$.rebalance_id MISSING_FIELD"));
        Assert.That(await FaultAsync(json, "two words"), Is.EqualTo("$.rebalance_id BAD_FORMAT"));
        Assert.That(await FaultAsync(json, new string('k', 129)), Is.EqualTo("$.rebalance_id BAD_FORMAT"));
    }

    [Test]
    public async Task What_is_too_late_is_refused_and_a_repeat_of_what_came_in_time_is_not()
    {
        var late = AnIntent(""","valid_until":"2026-03-02T15:00:00Z" """);
        Assert.That(await FaultAsync(late, null), Is.EqualTo("$.valid_until OUT_OF_RANGE"));
        Assert.That(pipeline.JournalLength(), Is.Zero);

        await TakenAsync(AnIntent());
        Assert.That((await TakenAsync(late)).Receipt.Orders.Single().Duplicate, Is.True);
    }

    [Test]
    public async Task An_intent_that_says_nothing_of_it_is_valid_for_15_minutes()
    {
        var proposed = await pipeline.ProposedAsync();

        Assert.That(pipeline.Order(proposed.ClOrdId).ValidUntil, Is.EqualTo(pipeline.Now.AddMinutes(15)));
    }

    [Test]
    public async Task What_is_no_intent_leaves_no_trace()
    {
        Assert.That(await pipeline.TakeAsync("{"), Is.TypeOf<IntakeResult.Refused>());
        Assert.That(pipeline.JournalLength(), Is.Zero);
    }

    private static string Lines(params string[] symbols) =>
        $$"""{"rebalance_id":"r1","portfolio":"core","orders":[{{string.Join(',', symbols.Select(symbol => $$"""{"symbol":"{{symbol}}","side":"buy","qty":1,"order_type":"market"}"""))}}]}""";

    private async Task<IntakeResult.Taken> TakenAsync(string json)
    {
        var result = await pipeline.TakeAsync(json);
        Assert.That(result, Is.TypeOf<IntakeResult.Taken>());
        return (IntakeResult.Taken)result;
    }

    private async Task<string> FaultAsync(string json, string? key)
    {
        var result = await pipeline.TakeAsync(json, key);
        Assert.That(result, Is.TypeOf<IntakeResult.Refused>());
        return ((IntakeResult.Refused)result).Faults.Select(fault => $"{fault.Path} {fault.Code}").Single();
    }

    private sealed class NotingStore(IStore store) : IStore
    {
        public List<(string ClOrdId, OrderPlace Place)> Noted { get; } = [];

        public void Note(string clOrdId, OrderPlace place) => Noted.Add((clOrdId, place));

        public void RideAlong(Action<StoreSession> step) => store.RideAlong(step);

        public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => store.WriteAsync(turn, step, cancellationToken);

        public T Read<T>(Func<StoreSession, T> query) => store.Read(query);
    }
}
