using System.Text;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Operator.DeadLetters;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Venues;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.DeadLetters;

/// <summary>What a replay of a dead letter does with its order, over the stages themselves.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class ReplayTests(StoreKind kind)
{
    private static readonly Actor Alice = new("alice", "mended");

    private PipelineUnderTest pipeline = null!;
    private DeadLetterActs acts = null!;

    [SetUp]
    public void Open()
    {
        pipeline = new PipelineUnderTest(kind);
        acts = new DeadLetterActs(pipeline.Store, pipeline.Clock);
    }

    [TearDown]
    public void Close() => pipeline.Dispose();

    [TestCase("validation")]
    [TestCase("session")]
    [TestCase("submission")]
    public async Task An_order_that_was_never_sent_begins_at_validation_in_a_new_pass_and_its_old_messages_are_history(string stage)
    {
        var released = await pipeline.ReleasedAsync();
        var id = await KeepAsync(stage, released);
        Assert.That(IsParked(released.ClOrdId));

        var proposed = (OrderProposed)(await ReplayedAsync(id)).Single().Message;

        Assert.That((proposed.Pass, pipeline.Order(proposed.ClOrdId).Pass, IsParked(proposed.ClOrdId)), Is.EqualTo((2, 2, false)));
        Assert.That(await pipeline.Submission.HandleAsync(released, CancellationToken.None), Is.Empty, "a message of the pass before does nothing");
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        await SendAsync(proposed);
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1));
        Assert.That(ResultOf(id), Is.EqualTo(ReplayResult.Done));
    }

    [Test]
    public async Task An_order_that_may_have_been_sent_is_asked_about_and_nothing_is_sent()
    {
        pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Unknown("TIMEOUT");
        var released = await pipeline.ReleasedAsync();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);
        var id = await KeepAsync("submission", released);
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        await pipeline.Store.WriteAsync(session => session.Execute("UPDATE claims SET next_check_at = @at", new { at = pipeline.Now.AddSeconds(25) }));

        Assert.That(await ReplayedAsync(id), Is.Empty, "no message calls for a send");

        Assert.That(pipeline.Claims(released.ClOrdId).Single().NextCheckAt, Is.EqualTo(pipeline.Now), "the resolver asks now");
        Assert.That((pipeline.Order(released.ClOrdId).Pass, pipeline.Venue.Sent.Count), Is.EqualTo((1, 1)));
        Assert.That(pipeline.Claims(released.ClOrdId).Single().Outcome, Is.EqualTo(ClaimOutcome.Unknown));
    }

    [Test]
    public async Task A_claim_that_may_still_be_used_is_not_asked_about_before_its_deadline()
    {
        var released = await pipeline.ReleasedAsync();
        await pipeline.Store.WriteAsync(session => ClaimTable.Insert(session, released.ClOrdId, 1, 10, pipeline.Now, pipeline.Now.AddSeconds(5), pipeline.Now.AddSeconds(9)));
        var id = await KeepAsync("submission", released);

        await ReplayedAsync(id);

        Assert.That(pipeline.Claims(released.ClOrdId).Single().NextCheckAt, Is.EqualTo(pipeline.Now.AddSeconds(9)));
    }

    [Test]
    public async Task Nothing_passes_valid_until_by_a_replay()
    {
        var proposed = await pipeline.ProposedAsync();
        var id = await KeepAsync("validation", proposed);
        pipeline.Clock.Advance(pipeline.Order(proposed.ClOrdId).ValidUntil - pipeline.Now);
        Assert.That(DryRunOf(id), Has.Property("IsExpired").True.And.Property("Plan").EqualTo("check_again"));

        var again = (OrderProposed)(await ReplayedAsync(id)).Single().Message;
        var denied = (OrderDenied)(await pipeline.Validation.HandleAsync(again, CancellationToken.None)).Single().Message;

        Assert.That((denied.Code, pipeline.Venue.Sent.Count), Is.EqualTo(("INTENT_EXPIRED", 0)));
    }

    [Test]
    public async Task A_replay_that_fails_again_joins_its_entry_whichever_stage_it_fails_in()
    {
        var proposed = await pipeline.ProposedAsync();
        var id = await KeepAsync("validation", proposed);
        var again = (OrderProposed)(await ReplayedAsync(id)).Single().Message;
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, again);

        Assert.That(await KeepAsync("session", validated), Is.EqualTo(id));

        var row = Find(id);
        Assert.That((row.State, row.Attempts, row.Replays, row.Stage, row.Result), Is.EqualTo((DeadLetterState.Open, 2, 1, "session", ReplayResult.Failed)));
        Assert.That(HistoryOf(id), Is.EqualTo(new[] { "failed", "replayed", "failed" }));
        Assert.That(IsParked(proposed.ClOrdId));
        var third = (OrderProposed)(await ReplayedAsync(id)).Single().Message;
        Assert.That(third.Pass, Is.EqualTo(3));
        await SendAsync(third);
        Assert.That(pipeline.Venue.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_is_replayed_is_not_replayed_again_while_nobody_knows_what_came_of_it()
    {
        var id = await KeepAsync("validation", await pipeline.ProposedAsync());
        await ReplayedAsync(id);

        Assert.That(await acts.ReplayAsync(id, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("NOT_OPEN"));
    }

    [Test]
    public async Task An_order_that_is_done_is_left_alone()
    {
        var proposed = await pipeline.ProposedAsync();
        var id = await KeepAsync("validation", proposed);
        await pipeline.Orders.CancelAsync(proposed.ClOrdId, Alice);

        Assert.That(DryRunOf(id), Has.Property("Plan").EqualTo("nothing").And.Property("Code").EqualTo("ORDER_DONE"));
        Assert.That(await ReplayedAsync(id), Is.Empty);
        Assert.That((Find(id).State, Find(id).Result), Is.EqualTo((DeadLetterState.Replayed, ReplayResult.Done)));
    }

    [Test]
    public async Task An_order_on_its_way_in_a_later_pass_is_not_sent_on_twice()
    {
        var released = await pipeline.ReleasedAsync();
        var first = await KeepAsync("validation", released, "one");
        var second = await KeepAsync("session", released, "another");
        await ReplayedAsync(first);

        Assert.That(DryRunOf(second), Has.Property("Code").EqualTo("LATER_PASS"));
        Assert.That(await ReplayedAsync(second), Is.Empty);
        Assert.That(pipeline.Order(released.ClOrdId).Pass, Is.EqualTo(2));
    }

    [Test]
    public async Task A_discard_keeps_the_order_parked_over_a_restart_and_can_be_undone()
    {
        var proposed = await pipeline.ProposedAsync();
        var id = await KeepAsync("validation", proposed);

        Assert.That(((ActResult.Done)await acts.DiscardAsync(id, Alice)).What, Does.Contain($"pipelinectl order cancel {proposed.ClOrdId}"));
        await pipeline.Store.WriteAsync(session => FollowUpTable.Reopen(session, pipeline.Now));

        Assert.That(pipeline.Store.Read(session => FollowUpTable.Unsent(session, pipeline.Now, TimeSpan.Zero, 10)).Where(told => told.NextStage == "validation"), Is.Empty);
        Assert.That(await acts.ReplayAsync(id, Alice), Is.TypeOf<ActResult.Refused>());
        Assert.That(await acts.DiscardAsync(id, Alice), Is.TypeOf<ActResult.Refused>());
        Assert.That(await acts.UndoAsync(id, Alice), Is.TypeOf<ActResult.Done>());
        Assert.That(await acts.UndoAsync(id, Alice), Is.TypeOf<ActResult.Refused>());
        Assert.That(Find(id).State, Is.EqualTo(DeadLetterState.Open));
        Assert.That(HistoryOf(id), Is.EqualTo(new[] { "failed", "discarded", "reopened" }));
    }

    [Test]
    public async Task A_discarded_one_that_comes_again_stays_discarded()
    {
        var proposed = await pipeline.ProposedAsync();
        var id = await KeepAsync("validation", proposed);
        await acts.DiscardAsync(id, Alice);

        Assert.That(await KeepAsync("validation", proposed), Is.EqualTo(id));
        Assert.That((Find(id).State, Find(id).Attempts), Is.EqualTo((DeadLetterState.Discarded, 2)));
    }

    [Test]
    public async Task In_a_restored_store_nothing_is_replayed_before_the_import()
    {
        var id = await KeepAsync("validation", await pipeline.ProposedAsync());
        await pipeline.Store.WriteAsync(session => RestoredState.Begin(session, pipeline.Now));

        Assert.That(await acts.ReplayAsync(id, Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("NOT_IMPORTED"));
    }

    [Test]
    public async Task A_venues_word_goes_to_its_queue_again_and_is_applied_once()
    {
        var acknowledged = await pipeline.WorkingAsync();
        var id = await KeepAsync("reconciliation", acknowledged);
        Assert.That(await ReplayedAsync(id), Is.Empty);
        Assert.That(Find(id).Unsent, Is.EqualTo(1));

        var journal = pipeline.JournalLength();
        await pipeline.Reconciliation.HandleAsync(acknowledged, CancellationToken.None);

        Assert.That(pipeline.JournalLength(), Is.EqualTo(journal), "it had been applied");
    }

    [Test]
    public async Task A_venues_word_can_be_edited_but_not_into_one_of_another_order()
    {
        var acknowledged = await pipeline.WorkingAsync();
        var id = await KeepAsync("reconciliation", acknowledged);

        Assert.That(await acts.EditAsync(id, Columns.Json(acknowledged with { ClOrdId = new string('Z', 32) }), Alice), Refused("IDENTITY_CHANGED"));
        Assert.That(await acts.EditAsync(id, Columns.Json(acknowledged with { OrderId = "another" }), Alice), Refused("IDENTITY_CHANGED"));
        Assert.That(await acts.EditAsync(id, Columns.Json(acknowledged with { Attempt = 2 }), Alice), Refused("IDENTITY_CHANGED"));
        Assert.That(await acts.EditAsync(id, "{}", Alice), Refused("UNREADABLE"));
        Assert.That(await acts.EditAsync(id, Columns.Json(acknowledged) + new string(' ', Edits.MostBytes), Alice), Refused("TOO_LARGE"), "no broker would take it");
        Assert.That(await acts.EditAsync(id, Columns.Json(acknowledged), Alice), Refused("NO_DIFFERENCE"));
        Assert.That(await acts.EditAsync(id, Columns.Json(acknowledged with { At = acknowledged.At.AddSeconds(1) }), Alice), Is.TypeOf<ActResult.Done>());

        var content = pipeline.Store.Read(session => DeadLetterTable.Content(session, id));
        Assert.That(Encoding.UTF8.GetString(content.Body), Is.EqualTo(Columns.Json(acknowledged)), "the original is kept");
        Assert.That(BodyDifference.Of(content.Body, content.Sent).Select(difference => difference.Path), Is.EqualTo(new[] { "$.at" }));
    }

    [Test]
    public async Task The_way_of_an_order_can_not_be_edited()
    {
        var proposed = await pipeline.ProposedAsync();
        var id = await KeepAsync("validation", proposed);

        Assert.That(await acts.EditAsync(id, Columns.Json(proposed with { Pass = 7 }), Alice), Refused("NOTHING_TO_EDIT"));
    }

    [Test]
    public async Task An_act_stands_in_the_orders_story_and_the_history_with_who_and_why()
    {
        var proposed = await pipeline.ProposedAsync();
        var id = await KeepAsync("validation", proposed);
        await ReplayedAsync(id);

        var replayed = pipeline.Store.Read(session => DeadLetterHistoryTable.Of(session, id)).Single(happened => happened.Act == "replayed");
        Assert.That((replayed.By, replayed.Why), Is.EqualTo(("alice", "mended")));
        Assert.That(
            pipeline.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE kind = 'DeadLetterReplayed' AND cl_ord_id = @ClOrdId", proposed)).Single(),
            Does.Contain("alice").And.Contain("mended").And.Contain($"\"dead_letter\":{id}"));
        Assert.That(
            pipeline.Store.Read(session => Pipeline.Store.Timelines.Timeline.Of(session, proposed.ClOrdId, proposed.IntentId)).Select(entry => entry.Summary).TakeLast(2),
            Is.EqualTo(new[]
            {
                $"Dead letter {id} replayed by alice (mended): The order was never sent: it begins at validation in pass 2, and every check runs",
                "Replayed from the dead letters by alice (mended): pass 2 runs every check again",
            }));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused(string code) => Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo(code);

    private async Task SendAsync(OrderProposed proposed)
    {
        var validated = await PipelineUnderTest.OneAsync<OrderProposed, OrderValidated>(pipeline.Validation, proposed);
        await pipeline.Submission.HandleAsync(await PipelineUnderTest.OneAsync<OrderValidated, OrderReleased>(pipeline.Session, validated), CancellationToken.None);
        await pipeline.Store.WriteAsync(session => LetterReplay.WorkedOffPasses(session, 0, 10).Done.ToList().ForEach(id => LetterReplay.WorkedOff(session, id, pipeline.Now)));
    }

    private Task<long?> KeepAsyncOf(DeadLetter letter) => pipeline.Store.WriteAsync(session => DeadLetterStep.Keep(session, letter));

    private async Task<long> KeepAsync(string stage, OrderMessage message, string? messageId = null) => (await KeepAsyncOf(new DeadLetter(
        stage, messageId ?? $"{message.GetType().Name}/{message.Pass}", message.GetType().Name, message.ClOrdId, "InvalidOperationException", $"no way on for {message.ClOrdId}",
        "a stack", "{}", Encoding.UTF8.GetBytes(Columns.Json(message)), pipeline.Now) { Pass = message.Pass }))!.Value;

    private async Task<IReadOnlyList<FollowUp>> ReplayedAsync(long id)
    {
        var result = await acts.ReplayAsync(id, Alice);
        Assert.That(result, Is.TypeOf<ActResult.Done>(), $"{result}");
        return ((ActResult.Done)result).FollowUps;
    }

    private DeadLetterRow Find(long id) => pipeline.Store.Read(session => DeadLetterTable.Find(session, id))!;

    private DryRun DryRunOf(long id) => pipeline.Store.Read(session => DryRun.Of(session, DeadLetterTable.Find(session, id)!, null, pipeline.Now));

    private ReplayResult? ResultOf(long id) => Find(id).Result;

    private IEnumerable<string> HistoryOf(long id) => pipeline.Store.Read(session => DeadLetterHistoryTable.Of(session, id)).Select(happened => happened.Act).Where(act => act != "worked_off");

    private bool IsParked(string clOrdId) => pipeline.Store.Read(session => DeadLetterTable.IsParked(session, clOrdId));
}
