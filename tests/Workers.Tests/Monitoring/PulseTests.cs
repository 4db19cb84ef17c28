using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Host.Http;
using Pipeline.Intake;
using Pipeline.Metering;
using Pipeline.Monitoring;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Monitoring;

/// <summary>What a process says of its workers and of itself.</summary>
public sealed class PulseTests
{
    private const string Waiting = "waits-for-its-broker";
    private const string Working = "has-no-queue";

    private readonly SettableClock clock = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));

    [Test]
    public void The_silence_of_a_worker_that_has_never_consumed_counts_from_its_start()
    {
        var neverStarted = MassTransit.Bus.Factory.CreateUsingInMemory(bus => bus.ReceiveEndpoint(Waiting, _ => { }));
        var pulse = new Pulse([Waiting, Working], neverStarted, new Duties(clock), [], NullLogger<Pulse>.Instance);
        var start = clock.GetUtcNow();

        pulse.Begin(start);
        pulse.Beat(start.AddSeconds(16));

        Assert.That(HeardOf(Waiting), Is.EqualTo(start + Pulse.StartTime), "its silence counts, and not at once");
        Assert.That(HeardOf(Working), Is.EqualTo(start.AddSeconds(16)), "the pulse has looked");
    }

    [TestCase("submission", "cancel")]
    [TestCase("reconciliation", "order-saga-news")]
    [TestCase("analytics", "analytics-news")]
    public void A_worker_is_silent_while_a_queue_of_another_name_that_is_its_own_is_not_consumed_from(string worker, string queue)
    {
        var notConsuming = MassTransit.Bus.Factory.CreateUsingInMemory(bus => bus.ReceiveEndpoint(queue, _ => { }));
        var pulse = new Pulse([worker, Working], notConsuming, new Duties(clock), [], NullLogger<Pulse>.Instance);
        var start = clock.GetUtcNow();

        pulse.Begin(start);
        pulse.Beat(start.AddSeconds(60));

        Assert.That((HeardOf(worker), HeardOf(Working)), Is.EqualTo((start + Pulse.StartTime, start.AddSeconds(60))));
    }

    [Test]
    public void A_worker_is_silent_as_long_as_one_of_its_duties_fails()
    {
        var duties = new Duties(clock);
        var pulse = new Pulse([Working], MassTransit.Bus.Factory.CreateUsingInMemory(_ => { }), duties, [], NullLogger<Pulse>.Instance);
        var start = clock.GetUtcNow();
        pulse.Begin(start);
        var (failing, other) = (duties.Begin(Working, TimeSpan.FromSeconds(30)), duties.Begin(Working, TimeSpan.FromSeconds(1)));

        Assert.That(HeardAfter(TimeSpan.FromSeconds(90)), Is.EqualTo(start.AddSeconds(90)), "it rests for half a minute, and one more is a disturbance");
        Assert.That(HeardAfter(TimeSpan.FromSeconds(1)), Is.EqualTo(start.AddSeconds(90)));
        failing.Beat();
        Assert.That(HeardAfter(TimeSpan.FromSeconds(1)), Is.EqualTo(start.AddSeconds(92)));

        DateTimeOffset HeardAfter(TimeSpan time)
        {
            clock.Advance(time);
            other.Beat();
            pulse.Beat(clock.GetUtcNow());
            return HeardOf(Working);
        }
    }

    [Test]
    public async Task A_gauge_that_can_not_be_looked_at_takes_no_other_with_it()
    {
        var looked = new TaskCompletionSource();
        using var pulse = new Pulse(
            [], MassTransit.Bus.Factory.CreateUsingInMemory(_ => { }), new Duties(clock), [new Gauge(() => throw new InvalidOperationException("it fails")), new Gauge(() => looked.TrySetResult())],
            NullLogger<Pulse>.Instance);

        await pulse.StartAsync(CancellationToken.None);

        await looked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await pulse.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task A_gauge_that_hangs_holds_up_no_heartbeat_and_no_other_gauge()
    {
        var (hangs, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var looks = 0;
        using var pulse = new Pulse(
            [Working], MassTransit.Bus.Factory.CreateUsingInMemory(_ => { }), new Duties(TimeProvider.System),
            [
                new Gauge(() =>
                {
                    hangs.TrySetResult();
                    goesOn.Task.Wait();
                }),
                new Gauge(() => Interlocked.Increment(ref looks)),
            ],
            NullLogger<Pulse>.Instance);

        await pulse.StartAsync(CancellationToken.None);
        await hangs.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.Holds(() => HeardOf(Working) <= TimeProvider.System.GetUtcNow(), "the worker is heard of");
        var (heard, looked) = (HeardOf(Working), Volatile.Read(ref looks));

        await Eventually.Holds(() => HeardOf(Working) > heard.AddSeconds(1), "the worker is heard of again and again");
        await Eventually.Holds(() => Volatile.Read(ref looks) > looked + 1, "the other gauge is looked at again and again");

        goesOn.SetResult();
        await pulse.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task A_store_that_does_not_answer_is_lacked_though_its_driver_still_waits_and_is_asked_nothing_more_until_it_answers()
    {
        using var pipeline = new PipelineUnderTest();
        var store = new StoreThatGoesAway(pipeline.Store);
        var look = new StoreLook(store, clock);
        var gauge = new ReadyGauge(new Process(() => new Dictionary<string, string> { ["store"] = look.State() }));
        gauge.Observe();
        Assert.That((ReadyGauge.Ready.WithLabels("store").Value, store.Reads), Is.EqualTo((1, 1)));

        var answers = new TaskCompletionSource();
        store.Answers = answers.Task;
        var began = clock.GetTimestamp();
        var observed = Task.Run(gauge.Observe);
        await Eventually.Holds(() => store.Reads == 2, "it is asked");
        Assert.That((observed.IsCompleted, ReadyGauge.Ready.WithLabels("store").Value), Is.EqualTo((false, 1)), "it may be only slow");
        await Eventually.Holds(() => Passes(observed), "it is waited for no longer");
        Assert.That(ReadyGauge.Ready.WithLabels("store").Value, Is.Zero);
        Assert.That(clock.GetElapsedTime(began), Is.GreaterThanOrEqualTo(StoreLook.Patience));

        gauge.Observe();
        Assert.That((ReadyGauge.Ready.WithLabels("store").Value, store.Reads), Is.EqualTo((0, 2)), "who asks meanwhile does not wait at all");

        answers.SetResult();
        await Eventually.Holds(
            () =>
            {
                gauge.Observe();
                return ReadyGauge.Ready.WithLabels("store").Value == 1;
            },
            "it answers again");

        bool Passes(Task task)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return task.IsCompleted;
        }
    }

    [Test]
    public void A_store_that_is_away_says_why()
    {
        using var pipeline = new PipelineUnderTest();
        var store = new StoreThatGoesAway(pipeline.Store) { IsAway = true };

        Assert.That(new StoreLook(store, clock).State(), Is.EqualTo("the disk is full"));
    }

    [Test]
    public async Task A_store_that_is_none_any_more_is_lacked_and_says_why()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("pipeline.db"), new string('x', 4096));
        await using var store = new SqliteStore(new SqliteDatabase(folder.File("pipeline.db")), NullLogger<SqliteStore>.Instance);
        var look = new StoreLook(store, TimeProvider.System);
        ReadyGauge.Ready.WithLabels("store").Set(1);

        new ReadyGauge(new Process(() => new Dictionary<string, string> { ["store"] = look.State() })).Observe();

        Assert.That((ReadyGauge.Ready.WithLabels("store").Value, look.State()), Is.EqualTo((0, "SQLite Error 26: 'file is not a database'.")));
    }

    [Test]
    public void What_a_process_lacks_is_0_until_it_is_there_again()
    {
        var process = new Dictionary<string, string> { ["store"] = "the disk is full", ["bus"] = "ok" };
        var gauge = new ReadyGauge(new Process(() => process));

        gauge.Observe();
        Assert.That((ReadyGauge.Ready.WithLabels("store").Value, ReadyGauge.Ready.WithLabels("bus").Value), Is.EqualTo((0, 1)));

        process["store"] = "ok";
        gauge.Observe();
        Assert.That(ReadyGauge.Ready.WithLabels("store").Value, Is.EqualTo(1));
    }

    private static DateTimeOffset HeardOf(string worker) => DateTimeOffset.FromUnixTimeMilliseconds((long)(Pulse.Heartbeat.WithLabels(worker).Value * 1000));

    private sealed class Process(Func<IReadOnlyDictionary<string, string>> checks) : IProcessReadiness
    {
        public IReadOnlyDictionary<string, string> Checks() => checks();
    }

    private sealed class Gauge(Action observe) : IProcessGauge
    {
        public void Observe() => observe();
    }
}
