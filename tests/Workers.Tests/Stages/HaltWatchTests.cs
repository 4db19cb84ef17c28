using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Reconciliation;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Submission;
using Pipeline.Trading.Halts;
using Pipeline.Trading.Reconciliation;
using Pipeline.Trading.Worklists;
using Pipeline.Venues;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Trading halts by itself, says why, and stays halted until two people release it.</summary>
public sealed class HaltWatchTests
{
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        pipeline.Halting.RejectStorm = 3;
        pipeline.Halting.BreakStorm = 2;
        pipeline.Halting.MaxDailyLoss = 1_000;
    }

    [TearDown]
    public void Stop() => pipeline.Dispose();

    [Test]
    public async Task A_storm_of_rejections_halts_its_strategy_once_and_says_why()
    {
        await RejectAsync(2);
        await LookAsync();
        Assert.That(Halts(), Is.Empty);

        await RejectAsync(1, from: 2);
        await LookAsync();
        await LookAsync();

        var halt = Halts().Single();
        Assert.That((halt.Scope, halt.By, halt.Why), Is.EqualTo(("strategy:default", "trip:reject_storm", "rejections=3, limit=3, window_s=60")));
        Assert.That(pipeline.Alerts().Where(code => code == "HALT_TRIPPED"), Has.One.Items);
        var work = pipeline.Store.Read(session => WorklistQuery.All(session, pipeline.Clock.GetUtcNow())).Single(item => item.Kind == WorkKind.Halt);
        Assert.That((work.Subject, work.NextActs[^1].Command), Is.EqualTo(("strategy:default", "pipelinectl resume strategy:default --why ...")), "whoever is paged finds it in the worklist");
    }

    [Test]
    public async Task Rejections_that_the_window_has_left_behind_do_not_count()
    {
        await RejectAsync(2);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(61));
        pipeline.RefreshAccount();
        await RejectAsync(1, from: 2);

        await LookAsync();

        Assert.That(Halts(), Is.Empty);
    }

    [Test]
    public async Task What_two_people_have_released_does_not_trip_again_by_what_tripped_it()
    {
        await RejectAsync(3);
        await LookAsync();
        await ReleaseAsync("strategy:default");
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));

        await RejectAsync(2, from: 3);
        await LookAsync();
        Assert.That(Halts(), Is.Empty, "neither the strategy nor the venue");

        await RejectAsync(1, from: 5);
        await LookAsync();
        Assert.That(Halts(), Has.One.Items);
    }

    [Test]
    public async Task Several_open_breaks_halt_the_venue_until_they_are_looked_at()
    {
        await BreakAsync("AAPL");
        await LookAsync();
        Assert.That(Halts(), Is.Empty);

        await BreakAsync("MSFT");
        await LookAsync();
        Assert.That((Halts().Single().Scope, Halts().Single().Why), Is.EqualTo(("venue:paper", "open_breaks=2, limit=2")));

        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReleaseAsync("venue:paper");
        await LookAsync();
        Assert.That(Halts(), Is.Empty, "they are known");
    }

    [TestCase(5)]
    [TestCase(-5)]
    public async Task A_clock_as_far_from_the_venues_as_it_may_be_halts_nothing_and_one_further_off_halts_all(int seconds)
    {
        pipeline.Venue.Time = pipeline.Now.AddSeconds(-seconds);
        await pipeline.Halts.CompareClocksAsync(CancellationToken.None);
        Assert.That(Halts(), Is.Empty);

        pipeline.Venue.Time = pipeline.Now.AddSeconds(-seconds).AddMilliseconds(-Math.Sign(seconds));
        await pipeline.Halts.CompareClocksAsync(CancellationToken.None);

        Assert.That((Halts().Single().Scope, Halts().Single().Why), Is.EqualTo(("all", $"offset_s={seconds + (Math.Sign(seconds) * 0.001m)}, than=venue:paper, limit_s=5")));
    }

    [TestCase(6)]
    [TestCase(-6)]
    public async Task A_sender_whose_own_clock_is_off_halts_all_before_its_first_order_leaves(int seconds)
    {
        pipeline.Venue.Time = pipeline.Now.AddSeconds(seconds);

        var told = await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);

        Assert.That(told.Select(followUp => followUp.Message), Has.One.TypeOf<OrderDenied>().With.Property("Code").EqualTo("HALTED"));
        Assert.That((Halts().Single().Scope, Halts().Single().By), Is.EqualTo(("all", "trip:clock_offset")));
    }

    [Test]
    public async Task A_sender_compares_its_clock_again_after_a_while()
    {
        pipeline.Venue.Time = pipeline.Now;
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        Assert.That(Halts(), Is.Empty);

        // The clock goes wrong by an hour, which nobody else has seen.
        pipeline.Clock.Advance(pipeline.Halting.ClockInterval);
        pipeline.RefreshAccount();
        pipeline.Venue.Time = pipeline.Now.AddHours(-1);
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(rebalance: "r2", qty: 11), CancellationToken.None);
        Assert.That(Halts().Single().By, Is.EqualTo("trip:clock_offset"));
    }

    [Test]
    public async Task A_sender_whose_venue_does_not_say_its_time_sends_and_compares_again_after_a_while()
    {
        pipeline.Venue.TellsNoTime = true;
        await pipeline.WorkingAsync();

        Assert.That((pipeline.Venue.Sent.Count, Halts()), Is.EqualTo((1, Array.Empty<Halt>())), "no answer is no offset");

        (pipeline.Venue.TellsNoTime, pipeline.Venue.Time) = (false, pipeline.Now.AddHours(1));
        pipeline.Clock.Advance(pipeline.Halting.ClockInterval);
        pipeline.RefreshAccount();
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(rebalance: "r2", qty: 9), CancellationToken.None);

        Assert.That(Halts().Single().By, Is.EqualTo("trip:clock_offset"));
    }

    [Test]
    public async Task A_sender_whose_venue_does_not_say_its_time_is_still_halted_by_the_journals()
    {
        await pipeline.WorkingAsync();
        pipeline.Venue.TellsNoTime = true;
        var released = await pipeline.ReleasedAsync(rebalance: "r2", qty: 9);
        pipeline.Clock.Step(TimeSpan.FromSeconds(-6));
        pipeline.RefreshAccount();
        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That((pipeline.Venue.Sent.Count, Halts().Single().By), Is.EqualTo((1, "trip:clock_offset")));
    }

    [Test]
    public async Task A_venue_without_a_clock_of_its_own_says_nothing()
    {
        await pipeline.Halts.CompareClocksAsync(CancellationToken.None);

        Assert.That(Halts(), Is.Empty);
    }

    [Test]
    public async Task An_entry_of_the_journal_that_lies_ahead_halts_all_at_the_grant_and_at_the_next_look([Values] bool atTheGrant)
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Clock.Step(TimeSpan.FromSeconds(-6));

        if (atTheGrant)
        {
            await pipeline.Submission.HandleAsync(released, CancellationToken.None);
            Assert.That(pipeline.Order(released.ClOrdId).OrdStatus, Is.EqualTo(Messages.Fix.OrdStatus.Denied));
        }
        else
        {
            await LookAsync();
        }

        Assert.That((Halts().Single().Scope, Halts().Single().By), Is.EqualTo(("all", "trip:clock_offset")));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
    }

    [Test]
    public async Task A_grant_says_what_must_be_halted_and_records_nothing_since_it_has_only_its_account()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Clock.Step(TimeSpan.FromSeconds(-6));

        var granted = await pipeline.Store.WriteAsync(Turn.OfOrder(released.ClOrdId), session => pipeline.Grants.Take(session, released, pipeline.Now, (_, _) => "paper/1"));

        Assert.That((granted.Permission, granted.Trip?.Code), Is.EqualTo(((Permission?)null, "clock_offset")));
        Assert.That((Halts().Count, pipeline.Order(released.ClOrdId).OrdStatus), Is.EqualTo((0, Messages.Fix.OrdStatus.PendingNew)));
    }

    [Test]
    public async Task A_watch_that_stood_still_while_others_wrote_takes_no_clock_for_wrong()
    {
        await pipeline.WorkingAsync();
        var watch = new HaltWatch(new StandsStill(pipeline), pipeline.Venue, pipeline.HaltFile, Options.Create(pipeline.Halting), pipeline.Clock);
        await watch.LookAsync(CancellationToken.None);

        Assert.That(Halts(), Is.Empty);
    }

    [Test]
    public async Task A_clock_that_is_nudged_back_halts_nothing()
    {
        var released = await pipeline.ReleasedAsync();
        pipeline.Clock.Step(TimeSpan.FromSeconds(-5));

        await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task The_days_loss_at_the_limit_halts_nothing_and_beyond_it_the_venue_is_reduce_only()
    {
        await WorthAsync(10_000);
        await WorthAsync(9_000);
        Assert.That(Halts(), Is.Empty);

        await WorthAsync(8_999.99m);

        var halt = Halts().Single();
        Assert.That((halt.Scope, halt.Mode, halt.Why), Is.EqualTo(("venue:paper", HaltMode.ReduceOnly, "opening_equity=10000, equity=8999.99, loss=1000.01, limit=1000")));
    }

    [Test]
    public async Task A_new_day_in_New_York_begins_with_what_the_account_is_worth_then()
    {
        await WorthAsync(10_000);
        pipeline.Clock.Advance(TimeSpan.FromHours(14));
        await WorthAsync(9_100);
        await WorthAsync(8_200);

        Assert.That(Halts(), Is.Empty, "900 each day");
    }

    [Test]
    public async Task After_a_release_the_loss_is_counted_anew()
    {
        await WorthAsync(10_000);
        await WorthAsync(8_500);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReleaseAsync("venue:paper");

        await WorthAsync(8_500);
        await WorthAsync(7_501);
        Assert.That(Halts(), Is.Empty);

        await WorthAsync(7_499);
        Assert.That(Halts(), Has.One.Items);
    }

    [Test]
    public async Task A_release_from_another_halt_leaves_a_loss_counted_as_it_was()
    {
        await WorthAsync(10_000);
        await WorthAsync(9_100);
        await pipeline.Trading.HaltAsync("venue:paper", new Actor("alice", "a storm"), HaltMode.Stop);
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReleaseAsync("venue:paper");

        await WorthAsync(8_999);

        Assert.That(Halts().Single().By, Is.EqualTo("trip:daily_loss"));
    }

    [Test]
    public async Task A_process_that_starts_anew_finds_what_was_counted()
    {
        await WorthAsync(10_000);
        await RejectAsync(3);

        var another = new HaltWatch(pipeline.Store, pipeline.Venue, pipeline.HaltFile, Options.Create(pipeline.Halting), pipeline.Clock);
        await another.LookAsync(CancellationToken.None);

        Assert.That(Halts().Select(halt => halt.By), Is.EqualTo(new[] { "trip:reject_storm" }));
    }

    private async Task RejectAsync(int count, int from = 0)
    {
        for (var i = from; i < from + count; i++)
        {
            // In words of its own each time: the same ones in a symbol are the reject breaker's business.
            var words = $"no {(char)('a' + i)}";
            pipeline.Venue.OnSubmit = _ => new SubmitOutcome.Rejected("NO_FUNDS", words);
            await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(qty: 10 + i, rebalance: $"r{i}"), CancellationToken.None);
        }
    }

    private Task BreakAsync(string symbol) => pipeline.Store.WriteAsync(session => Breaks.Raise(
        session, "paper", "paper", new Difference(BreakKind.PositionDiffers, symbol, symbol, null, "1", "2", 1), pipeline.Now));

    private async Task WorthAsync(decimal equity)
    {
        await pipeline.Store.WriteAsync(session => VenueTables.SaveAccount(session, "paper", "paper", new AccountRow { Cash = 10_000, Equity = equity, At = pipeline.Now }));
        await LookAsync();
    }

    private async Task ReleaseAsync(string scope)
    {
        await pipeline.Trading.ResumeAsync(scope, new Actor("alice", "seen"));
        await pipeline.Trading.ResumeAsync(scope, new Actor("bob", "seen"));
    }

    private Task LookAsync() => pipeline.Halts.LookAsync(CancellationToken.None);

    private IReadOnlyList<Halt> Halts() => pipeline.Store.Read(HaltTable.All);

    // Before each read half a minute passes, and another process makes an entry.
    private sealed class StandsStill(PipelineUnderTest pipeline) : IStore
    {
        public void RideAlong(Action<StoreSession> step) => pipeline.Store.RideAlong(step);

        public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) => pipeline.Store.WriteAsync(turn, step, cancellationToken);

        public T Read<T>(Func<StoreSession, T> query)
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(30));
            pipeline.Store.WriteAsync(session => JournalTable.RaiseAlert(session, Alert.ConsumerMissing, "session", StageNames.Session, pipeline.Now, null, new { })).GetAwaiter().GetResult();
            return pipeline.Store.Read(query);
        }
    }
}
