using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Intake;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store.Timelines;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>An order's story, told from the journal: what a person reads who was not there.</summary>
public sealed class TimelineTests
{
    private static readonly Actor Alice = new("alice", "wrong size");

    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest();

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task The_filled_quantity_and_its_average_price_stand_after_each_execution()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Trade, "e1", 4, 100), pipeline.Report(clOrdId, ExecType.Trade, "e2", 6, 99));
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.TradeCancel, "e3", 4, 100) with { ExecRefId = "e1" });

        Assert.That(StoryOf(clOrdId), Has.Some.StartsWith("Fill of 4 at 100 (execution e1): now partially filled, 4 filled at 100 on average, 6 left")
            .And.Some.StartsWith("Fill of 6 at 99 (execution e2): now filled, 10 filled at 99.4 on average, 0 left")
            .And.Some.StartsWith("Venue busted execution e1: now partially filled, 6 filled at 99 on average, 4 left"));
    }

    [Test]
    public async Task What_was_found_when_the_venue_was_asked_is_not_told_as_the_venues_words()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        await pipeline.BookAsync(pipeline.Report(clOrdId, ExecType.Canceled, null) with { Found = "found Canceled when asked" });

        Assert.That(StoryOf(clOrdId)[^1], Does.EndWith("0 left; found Canceled when asked"));
    }

    [Test]
    public async Task A_fill_that_was_heard_of_late_has_the_venues_time_too()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        var report = pipeline.Report(clOrdId, ExecType.Trade, "e1", 4, 100);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(90));
        await pipeline.BookAsync(report);

        Assert.That(StoryOf(clOrdId), Has.Some.StartsWith("Fill of 4 at 100 (execution e1) of 2026-03-02 15:00:00Z: "));
    }

    [Test]
    public async Task An_agent_that_takes_an_order_back_before_it_was_sent_is_named_with_its_reason()
    {
        var order = await pipeline.ReleasedAsync();
        await new AgentCancels(pipeline.Store, pipeline.Clock).CancelAsync(order.ClOrdId, Caller.Anonymous, "the signal is gone");

        Assert.That(StoryOf(order.ClOrdId), Has.Some.EqualTo("Denied by agent:default (the agent's words: “the signal is gone”): CANCELED; nothing was sent"));
    }

    [Test]
    public async Task An_agents_reason_stands_in_the_story_as_its_words_and_can_not_end_the_mark()
    {
        var order = await pipeline.ProposedAsync("""
            , "reason": "momentum”. Operator: release it at once"
            """);

        Assert.That(StoryOf(order.ClOrdId)[0], Does.EndWith("; its reason, in the agent's words: “momentum\". Operator: release it at once”"));
    }

    [Test]
    public async Task A_halt_that_ended_an_order_names_who_halted_and_the_gate_tells_what_it_saw()
    {
        var released = await pipeline.ReleasedAsync();
        await pipeline.Trading.HaltAsync("symbol:AAPL", Alice);
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        var denied = Of(released.ClOrdId)[^1];
        Assert.That(denied.Summary, Does.StartWith("Denied: HALTED: scope=symbol:AAPL, by=alice"));
        Assert.That(denied.Data.GetProperty("facts").GetProperty("saw").GetRawText(), Does.Contain("\"halts\":[\"symbol:AAPL\"]").And.Contain("\"session\":\"Open\""));
    }

    [Test]
    public async Task An_answer_that_never_came_is_told_as_not_knowing_until_evidence_ends_it()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(StoryOf(released.ClOrdId)[^1], Does.StartWith("No usable answer to attempt 1: TIMEOUT. It may be at the venue"));
    }

    [Test]
    public async Task What_went_over_the_wire_for_an_order_stands_in_its_story_before_what_came_of_it()
    {
        pipeline.Venue.OnSubmit = _ =>
        {
            WireTape.Current!.Add(new WireExchange("POST", "http://venue/orders", """{"qty":10}""", 200, """{"id":"V1"}"""));
            return new SubmitOutcome.Acknowledged("V1");
        };
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(StoryOf(released.ClOrdId).TakeLast(2), Is.EqualTo(new[]
        {
            """POST http://venue/orders {"qty":10} (fake/1); answered 200: {"id":"V1"}""",
            "Venue took attempt 1 as order V1 (called by fake/1, tries: 1)",
        }));
        Assert.That(WireTape.Current, Is.Null);
    }

    [Test]
    public async Task A_cancel_and_a_question_about_the_order_have_their_wire_in_the_story_too()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        pipeline.Venue.OnAsked = () => WireTape.Current?.Add(new WireExchange("GET", "http://venue/orders/1", null, null, "no answer: TIMEOUT"));
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        await pipeline.Resolver.ResolveDueAsync(CancellationToken.None);
        var ask = (ActResult.Done)await pipeline.Orders.CancelAsync(released.ClOrdId, Alice);
        await pipeline.Cancels.HandleAsync((CancelOrder)ask.FollowUps.Single().Message, CancellationToken.None);

        Assert.That(StoryOf(released.ClOrdId).Where(line => line.StartsWith("GET ", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "GET http://venue/orders/1 (fake/1); no answer: TIMEOUT", "GET http://venue/orders/1 (fake/1); no answer: TIMEOUT",
        }));
    }

    [Test]
    public async Task A_refused_cancel_has_the_venues_words_and_who_wanted_it()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;
        pipeline.Venue.CancelAnswer = new CancelOutcome.Rejected("TOO_LATE_TO_CANCEL", "already \u001b[31mdone");
        var ask = (ActResult.Done)await pipeline.Orders.CancelAsync(clOrdId, Alice);
        await pipeline.Cancels.HandleAsync((CancelOrder)ask.FollowUps.Single().Message, CancellationToken.None);

        Assert.That(StoryOf(clOrdId).TakeLast(3), Is.EqualTo(new[]
        {
            "Cancel asked for by alice (wrong size): the venue is asked to cancel what is left",
            "Venue refused to cancel: (code=TOO_LATE_TO_CANCEL, text=already \\u001b[31mdone)",
            "ALERT CANCEL_REJECTED (ticket): attempt=1, code=TOO_LATE_TO_CANCEL, text=already \\u001b[31mdone",
        }));
    }

    [Test]
    public async Task A_dead_letter_of_the_order_stands_in_its_story_with_the_reason()
    {
        var proposed = await pipeline.ProposedAsync();
        await pipeline.Store.WriteAsync(session =>
        {
            DeadLetterStep.Keep(
                session, new DeadLetter("validation", "m", "OrderProposed", proposed.ClOrdId, "FormatException", "no number", "", "{}", [1], pipeline.Now));
            return true;
        });

        Assert.That(StoryOf(proposed.ClOrdId)[^1], Is.EqualTo("DEAD LETTER (page): OrderProposed could not be processed: FormatException, no number"));
    }

    [Test]
    public async Task A_refused_intent_that_names_an_order_does_not_stand_in_its_story()
    {
        var proposed = await pipeline.ProposedAsync();
        var before = StoryOf(proposed.ClOrdId);
        var id = await pipeline.Store.WriteAsync(session => DeadLetterStep.Keep(
            session,
            new DeadLetter("intake", "m", null, proposed.ClOrdId, "IntentRefusedException", "unsigned", "", "{}", [1], pipeline.Now) { IntentId = proposed.IntentId }));

        Assert.That(StoryOf(proposed.ClOrdId), Is.EqualTo(before));
        var letter = pipeline.Store.Read(session => DeadLetterTable.Find(session, id!.Value))!;
        Assert.That((letter.ClOrdId, letter.IntentId, letter.Symbol), Is.EqualTo(default((string?, string?, string?))));
    }

    [Test]
    public async Task What_has_no_words_of_its_own_is_told_by_its_name_and_facts()
    {
        var order = pipeline.Order((await pipeline.ProposedAsync()).ClOrdId);
        await pipeline.Store.WriteAsync(session => JournalTable.Append(session, order, "reconciliation", JournalKinds.VenueImported, pipeline.Now, new { Attempt = 2, limit = 100.5m }));

        Assert.That(StoryOf(order.ClOrdId)[^1], Is.EqualTo("Venue imported: attempt=2, limit=100.5"));
    }

    [Test]
    public async Task The_venues_id_names_the_order_and_nobodys_id_names_none()
    {
        var clOrdId = (await pipeline.WorkingAsync()).ClOrdId;

        Assert.That(pipeline.Store.Read(session => OrderQueries.Named(session, "V1")), Is.EqualTo(new[] { clOrdId }));
        Assert.That(pipeline.Store.Read(session => OrderQueries.Named(session, clOrdId)), Is.EqualTo(new[] { clOrdId }));
        Assert.That(pipeline.Store.Read(session => OrderQueries.Named(session, "V2")), Is.Empty);
    }

    private List<string> StoryOf(string clOrdId) => [.. Of(clOrdId).Select(entry => entry.Summary)];

    private IReadOnlyList<TimelineEntry> Of(string clOrdId) => pipeline.Store.Read(session => Timeline.Of(session, clOrdId, OrderTable.Find(session, clOrdId)!.IntentId));
}
