using MassTransit;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Host.Http;
using Pipeline.Intake;
using Pipeline.Metering;
using Pipeline.Monitoring;

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

        Assert.That(HeardOf(Waiting), Is.EqualTo(start));
        Assert.That(HeardOf(Working), Is.EqualTo(start.AddSeconds(16)), "the pulse has looked");
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
    public void What_a_process_lacks_is_0_until_it_is_there_again()
    {
        var process = new Process { ["store"] = "the disk is full", ["bus"] = "ok" };
        var gauge = new ReadyGauge(process);

        gauge.Observe();
        Assert.That((ReadyGauge.Ready.WithLabels("store").Value, ReadyGauge.Ready.WithLabels("bus").Value), Is.EqualTo((0, 1)));

        process["store"] = "ok";
        gauge.Observe();
        Assert.That(ReadyGauge.Ready.WithLabels("store").Value, Is.EqualTo(1));
    }

    private static DateTimeOffset HeardOf(string worker) => DateTimeOffset.FromUnixTimeMilliseconds((long)(Pulse.Heartbeat.WithLabels(worker).Value * 1000));

    private sealed class Process : Dictionary<string, string>, IProcessReadiness
    {
        public IReadOnlyDictionary<string, string> Checks() => this;
    }

    private sealed class Gauge(Action observe) : IProcessGauge
    {
        public void Observe() => observe();
    }
}
