using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Store;
using Pipeline.Store.Leases;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What was recorded and not sent is sent by one process of several, and not by one that can send nothing.</summary>
public sealed class FollowUpSweepTests
{
    private readonly List<Sweeper> sweepers = [];
    private PipelineUnderTest pipeline = null!;

    [SetUp]
    public void Start() => pipeline = new PipelineUnderTest();

    [TearDown]
    public async Task Stop()
    {
        foreach (var sweeper in sweepers)
        {
            await sweeper.StopAsync();
        }

        sweepers.Clear();
        pipeline.Dispose();
    }

    [Test]
    public async Task A_process_whose_transport_takes_nothing_leaves_it_to_another()
    {
        await pipeline.ProposedAsync();
        var sick = await StartAsync(isDown: true);
        await HoldsWhileTimePasses(() => sick.Transport.Refused > 0, "it has the lease");
        var well = await StartAsync(isDown: false);

        await HoldsWhileTimePasses(() => !well.Transport.Calls.IsEmpty, "the other one sends it");
        await Eventually.Holds(() => pipeline.Store.Read(FollowUpTable.CountUnsent) == 0, "it is marked");
    }

    [Test]
    public async Task One_that_is_alone_comes_back_to_it()
    {
        await pipeline.ProposedAsync();
        var alone = await StartAsync(isDown: true);
        await HoldsWhileTimePasses(() => alone.Transport.Refused >= 2, "it has tried twice, and stands back");

        alone.Transport.IsDown = false;

        await HoldsWhileTimePasses(() => !alone.Transport.Calls.IsEmpty, "it has the lease again");
    }

    // What was tried in vain has its turn again after a while.
    private Task HoldsWhileTimePasses(Func<bool> condition, string what) => Eventually.Holds(
        () =>
        {
            pipeline.Clock.Advance(TimeSpan.FromSeconds(11));
            return condition();
        },
        what);

    private async Task<Sweeper> StartAsync(bool isDown)
    {
        var sweeper = new Sweeper(pipeline, new FakeTransport { IsDown = isDown });
        sweepers.Add(sweeper);
        await sweeper.StartAsync();
        return sweeper;
    }

    // What a process needs to sweep.
    private sealed class Sweeper
    {
        private readonly NewsFeed news;
        private readonly FollowUpSweep sweep;

        public Sweeper(PipelineUnderTest pipeline, FakeTransport transport)
        {
            Transport = transport;
            news = new NewsFeed(transport, NullLogger<NewsFeed>.Instance);
            var gate = new BusGate();
            gate.Open();
            var dispatcher = new FollowUpDispatcher(transport, news, gate, pipeline.Store, pipeline.Clock, NullLogger<FollowUpDispatcher>.Instance);
            sweep = new FollowUpSweep(
                pipeline.Store, dispatcher, gate, new LeaseHolder(pipeline.Store, NullLogger<LeaseHolder>.Instance), Options.Create(new BusOptions()), pipeline.Clock, NullLogger<FollowUpSweep>.Instance);
        }

        public FakeTransport Transport { get; }

        public async Task StartAsync()
        {
            await news.StartAsync(CancellationToken.None);
            await sweep.StartAsync(CancellationToken.None);
        }

        public async Task StopAsync()
        {
            await sweep.StopAsync(CancellationToken.None);
            await news.StopAsync(CancellationToken.None);
            sweep.Dispose();
            news.Dispose();
        }
    }
}
