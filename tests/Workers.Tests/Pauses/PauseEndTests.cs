using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Pipeline.Host.Venue;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;
using Pipeline.Submission;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Health;
using Pipeline.Venues;
using Polly.CircuitBreaker;

namespace Pipeline.Workers.Tests.Pauses;

/// <summary>A person ends what keeps calls from a venue: the pauses that it has asked for, and the breaker.</summary>
public sealed class PauseEndTests
{
    private static readonly Uri Venue = new("https://venue.example");
    private static readonly Actor Alice = new("alice", "the venue says so");

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
    private InlineStore store = null!;

    [SetUp]
    public void Open() => store = new InlineStore();

    [TearDown]
    public void Close() => store.Dispose();

    [Test]
    public async Task Pauses_permits_and_breaker_of_a_process_that_had_begun_are_ended()
    {
        var (pause, breaker) = (new VenuePause(clock), Broken(clock));
        using var permits = new Permits(null, TimeSpan.FromMilliseconds(10), clock);
        pause.Begin(Venue, TimeSpan.FromHours(1));
        permits.Pause(TimeSpan.FromHours(1));
        var waits = permits.WaitAsync(CallPriority.NewOrder, CancellationToken.None);
        var ends = Ends(pause, permits, breaker);
        await ends.LookAsync(CancellationToken.None);
        Assert.That((pause.Left(Venue), waits.IsCompleted, breaker.IsShut), Is.EqualTo((TimeSpan.FromHours(1), false, true)), "nobody has said anything");

        await SayAsync();
        await ends.LookAsync(CancellationToken.None);

        await waits.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That((pause.Left(Venue), permits.PauseLeft, breaker.IsShut), Is.EqualTo((TimeSpan.Zero, TimeSpan.Zero, false)));
        var acknowledged = new SubmitOutcome.Acknowledged("V");
        Assert.That(await breaker.ExecuteAsync(_ => Task.FromResult<SubmitOutcome>(acknowledged), () => null), Is.SameAs(acknowledged));
    }

    [Test]
    public async Task What_the_venue_asks_for_afterwards_counts_again()
    {
        var pause = new VenuePause(clock);
        var ends = Ends(pause);
        await SayAsync();
        await ends.LookAsync(CancellationToken.None);

        pause.Begin(Venue, TimeSpan.FromMinutes(3));
        await ends.LookAsync(CancellationToken.None);

        Assert.That(pause.Left(Venue), Is.EqualTo(TimeSpan.FromMinutes(3)));
    }

    [Test]
    public async Task What_was_said_before_a_process_began_is_not_said_to_it()
    {
        await SayAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        var pause = new VenuePause(clock);
        pause.Begin(Venue, TimeSpan.FromMinutes(3));

        await Ends(pause).LookAsync(CancellationToken.None);

        Assert.That(pause.Left(Venue), Is.EqualTo(TimeSpan.FromMinutes(3)));
    }

    [Test]
    public async Task Where_nobody_keeps_calls_away_or_only_who_is_silent_does_there_is_nothing_to_end()
    {
        var acts = new VenueActs(store, "alpaca", clock, clock);
        Assert.That(await acts.EndPauseAsync(Alice), Is.TypeOf<ActResult.Refused>().With.Property("Code").EqualTo("VENUE_NOT_LEFT_ALONE"));

        await ViewAsync("a/1", "alpaca", new VenueSigns { Breaker = "open" });
        await ViewAsync("a/2", "binance", new VenueSigns { Breaker = "open" });
        clock.Advance(VenueHealthView.SilentAfter + TimeSpan.FromTicks(1));
        await ViewAsync("a/3", "alpaca", new VenueSigns { Unanswered = 1 });
        Assert.That(await acts.EndPauseAsync(Alice), Is.TypeOf<ActResult.Refused>());

        await ViewAsync("a/1", "alpaca", new VenueSigns { Breaker = "half_open" });
        Assert.That(await acts.EndPauseAsync(Alice), Is.TypeOf<ActResult.Done>());
        var entry = store.Read(session => session.Query<string>("SELECT data FROM journal WHERE kind = 'VenuePauseEnded'")).Single();
        Assert.That(entry, Does.Contain("alice").And.Contain("the venue says so").And.Contain("a/1").And.Not.Contain("a/3"));
    }

    [Test]
    public async Task The_worst_of_those_who_are_heard_counts_and_who_is_silent_is_named()
    {
        Assert.That(Look().State, Is.Null, "nobody has said anything");
        await ViewAsync("a/1", "alpaca", new VenueSigns { Breaker = "open" });
        clock.Advance(VenueHealthView.SilentAfter);
        await ViewAsync("b/2", "alpaca", new VenueSigns { IsStreamUp = false });
        Assert.That(Look().State, Is.EqualTo(VenueState.Down));

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(Look().State, Is.EqualTo(VenueState.Degraded));
        Assert.That(Look().Processes.Select(heard => (heard.Said.Process, heard.IsSilent)), Is.EqualTo(new[] { ("a/1", true), ("b/2", false) }));
    }

    private VenueHealthView Look() => new VenueActs(store, "alpaca", clock, clock).Look();

    private Task SayAsync() => store.WriteAsync(session => VenuePauseEndTable.Insert(session, "alpaca", clock.GetUtcNow()));

    private Task ViewAsync(string process, string venue, VenueSigns signs) =>
        store.WriteAsync(session => VenueViewTable.Save(session, VenueView.Of(process, venue, ["submission"], signs, clock.GetUtcNow())));

    private PauseEnds Ends(VenuePause pause, Permits? permits = null, VenueBreaker? breaker = null) =>
        new(store, "alpaca", clock, NullLogger<PauseEnds>.Instance, pause, permits, breaker);

    [TestCase("TIMEOUT", true)]
    [TestCase("HTTP_500: out of order", true)]
    [TestCase("TIMESTAMP_REFUSED: outside of the recvWindow", false)]
    [TestCase("DUPLICATE_CL_ORD_ID: it must be unique", false)]
    [TestCase("UNREADABLE_ANSWER: <html>", false)]
    public async Task The_breaker_keeps_orders_from_a_venue_that_does_not_answer_and_not_from_one_that_answers_oddly(string reason, bool isShut)
    {
        var breaker = new VenueBreaker(new SubmissionOptions { BreakerMinimumCalls = 2 }, clock);
        for (var calls = 0; calls < 4; calls++)
        {
            await breaker.ExecuteAsync(_ => Task.FromResult<SubmitOutcome>(new SubmitOutcome.Unknown(reason)), () => null);
        }

        Assert.That(breaker.IsShut, Is.EqualTo(isShut));
    }

    [Test]
    public async Task While_one_order_tries_a_venue_the_others_wait_and_none_is_denied_for_it()
    {
        var breaker = Broken(clock);
        Assert.That((breaker.State, breaker.IsShut, breaker.IsLeftAlone), Is.EqualTo((CircuitState.Open, true, true)));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That((breaker.State, breaker.IsShut), Is.EqualTo((CircuitState.HalfOpen, false)), "nobody is kept away any more");

        var answer = new TaskCompletionSource<SubmitOutcome>();
        var trial = breaker.ExecuteAsync(_ => answer.Task, () => null);
        Assert.That((breaker.State, breaker.IsShut, breaker.IsLeftAlone), Is.EqualTo((CircuitState.HalfOpen, true, false)));

        answer.SetResult(new SubmitOutcome.Acknowledged("V"));
        await trial;
        Assert.That((breaker.State, breaker.IsShut), Is.EqualTo((CircuitState.Closed, false)));
    }

    [Test]
    public async Task What_is_not_sent_since_the_venue_wants_no_calls_is_not_held_against_it()
    {
        var breaker = Made(clock, 2);
        for (var call = 0; call < 4; call++)
        {
            await breaker.ExecuteAsync(_ => Task.FromResult<SubmitOutcome>(new SubmitOutcome.NotSent("LEFT_ALONE: the venue wants no calls for another 00:00:01")), () => null);
        }

        Assert.That(breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    private static VenueBreaker Broken(TimeProvider clock)
    {
        var breaker = Made(clock, 2);
        BreakAsync(breaker, 2).GetAwaiter().GetResult();
        return breaker;
    }

    private static VenueBreaker Made(TimeProvider clock, int minimumCalls) => new(new SubmissionOptions { BreakerMinimumCalls = minimumCalls, BreakDuration = TimeSpan.FromMinutes(5) }, clock);

    private static async Task BreakAsync(VenueBreaker breaker, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            await breaker.ExecuteAsync(_ => Task.FromResult<SubmitOutcome>(new SubmitOutcome.Unknown("TIMEOUT")), () => null);
        }
    }
}
