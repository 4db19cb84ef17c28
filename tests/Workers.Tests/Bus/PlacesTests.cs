using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>An order that is granted as it is taken has a place among those that the venue is called for; who has none yet waits for it, for a moment.</summary>
public sealed class PlacesTests
{
    private PipelineUnderTest pipeline = null!;
    private NewsFeed news = null!;
    private HandOvers handOvers = null!;
    private FollowUpDispatcher dispatcher = null!;
    private string? busy;

    [SetUp]
    public async Task Start()
    {
        pipeline = new PipelineUnderTest();
        news = new NewsFeed(new FakeTransport(), NullLogger<NewsFeed>.Instance);
        busy = null;
        await news.StartAsync(CancellationToken.None);
    }

    private void Use(TimeSpan patience, ILocalStage submission)
    {
        var putOffs = new PutOffs(pipeline.Store, pipeline.Clock);
        handOvers = new HandOvers([submission], queue => queue != busy, new PublishWatch(pipeline.Clock), putOffs, Options.Create(new BusOptions()), patience);
        var gate = new BusGate();
        gate.Open();
        dispatcher = new FollowUpDispatcher(new FakeTransport(), news, gate, pipeline.Store, pipeline.Clock, NullLogger<FollowUpDispatcher>.Instance, handOvers);
    }

    [TearDown]
    public async Task Stop()
    {
        await news.StopAsync(CancellationToken.None);
        news.Dispose();
        pipeline.Dispose();
    }

    [Test]
    public async Task While_calls_wait_in_the_queue_of_who_calls_the_venue_those_wait_that_nobody_has_taken_yet()
    {
        Use(TimeSpan.FromMinutes(5), await SubmissionAsync(atATime: 2));
        busy = QueueNames.Submission;
        var (first, second) = (EnterAsync().AsTask(), EnterAsync().AsTask());
        Assert.That(first.IsCompleted || second.IsCompleted, Is.False);

        busy = null;
        Assert.That(await first, Has.Count.EqualTo(1));
        Assert.That(await second, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task But_not_for_longer_than_a_moment_nor_at_once_again()
    {
        Use(TimeSpan.FromMilliseconds(40), await SubmissionAsync());
        busy = QueueNames.Submission;

        Assert.That(await EnterAsync(), Is.Empty, "it must be called");
        var next = EnterAsync();
        Assert.That(next.IsCompleted, Is.True, "what does not clear is no matter of a moment");
        busy = null;
        Assert.That(await EnterAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_has_taken_an_order_waits_for_none()
    {
        Use(TimeSpan.FromMinutes(5), await SubmissionAsync(atATime: 1));
        busy = QueueNames.Submission;
        Assert.That(await EnterAsync(waits: false), Is.Empty);

        busy = null;
        Assert.That(await EnterAsync(waits: false), Has.Count.EqualTo(1));
        Assert.That(await EnterAsync(waits: false), Is.Empty);
    }

    [Test]
    public async Task Who_is_about_to_take_an_order_waits_for_a_place_among_those_that_the_venue_is_called_for()
    {
        Use(TimeSpan.FromMinutes(5), await SubmissionAsync(atATime: 2));
        var first = await EnterAsync();
        var both = EnterAsync(2).AsTask();
        Assert.That(both.IsCompleted, Is.False, "there is one for one of its two lines");
        Assert.That(handOvers.Entered, Is.EqualTo(2));

        first.Single().Dispose();
        Assert.That(await both, Has.Count.EqualTo(2));
        Assert.That(handOvers.Entered, Is.EqualTo(2));
    }

    [Test]
    public async Task No_two_intents_hold_some_places_and_wait_for_the_rest()
    {
        Use(TimeSpan.FromMinutes(5), await SubmissionAsync(atATime: 2));
        var held = await EnterAsync(2);
        var (one, other) = (EnterAsync(2).AsTask(), EnterAsync(2).AsTask());
        held[0].Dispose();
        held[1].Dispose();

        var served = await await Task.WhenAny(one, other);
        Assert.That(served, Has.Count.EqualTo(2));
        var late = EnterAsync().AsTask();
        served[0].Dispose();
        Assert.That(late.IsCompleted, Is.False, "who comes now comes behind the one that waits");
        served[1].Dispose();

        var next = await (served == await one ? other : one);
        Assert.That(next, Has.Count.EqualTo(2));
        next[0].Dispose();
        Assert.That(await late, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Where_there_is_none_in_a_moment_it_takes_the_order_without()
    {
        Use(TimeSpan.FromMilliseconds(40), await SubmissionAsync());
        await EnterAsync();

        Assert.That(await EnterAsync(), Is.Empty);
    }

    [Test]
    public async Task A_place_that_nobody_waits_for_any_more_is_there_for_the_next()
    {
        Use(TimeSpan.FromMinutes(5), await SubmissionAsync(atATime: 2));
        var held = await EnterAsync();
        var first = await EnterAsync();
        using var gone = new CancellationTokenSource();
        var leaves = EnterAsync(2, cancellationToken: gone.Token).AsTask();
        var next = EnterAsync(2).AsTask();
        first.Single().Dispose();
        await Eventually.Holds(() => handOvers.Entered == 2, "it has one, and waits for the other");
        await gone.CancelAsync();
        Assert.That(async () => await leaves, Throws.InstanceOf<OperationCanceledException>());

        held.Single().Dispose();
        Assert.That(await next, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_process_that_stops_waits_for_the_answer_of_the_venue()
    {
        Use(TimeSpan.FromMinutes(5), await SubmissionAsync());
        var place = (await EnterAsync()).Single();
        var sequels = new Sequels(handOvers, dispatcher, NullLogger<Sequels>.Instance);
        var answer = new TaskCompletionSource<IReadOnlyList<FollowUp>>();
        sequels.Begin(new Sequel(Pipeline.Store.Steps.Stages.Submission, "A", () => answer.Task, place));

        var stopping = handOvers.StopAsync(CancellationToken.None);
        Assert.That(stopping.IsCompleted, Is.False);
        Assert.That(await EnterAsync(), Is.Empty, "and grants nothing more on the way");

        answer.SetResult([]);
        await stopping;
        Assert.That(handOvers.Entered, Is.Zero);
    }

    [Test]
    public async Task What_fails_once_an_order_is_granted_gives_its_place_back()
    {
        Use(TimeSpan.FromMinutes(5), await SubmissionAsync());
        var place = (await EnterAsync()).Single();
        new Sequels(handOvers, dispatcher, NullLogger<Sequels>.Instance).Begin(
            new Sequel(Pipeline.Store.Steps.Stages.Submission, "A", () => throw new StoreUnavailableException("the server is away"), place));

        await Eventually.Holds(() => handOvers.Entered == 0, "its claim is the resolver's");
    }

    private ValueTask<IReadOnlyList<IDisposable>> EnterAsync(int orders = 1, bool waits = true, CancellationToken cancellationToken = default) =>
        handOvers.EnterAsync(typeof(OrderReleased), orders, waits, cancellationToken);

    // Submission of a process that could grant at once.
    private async Task<LocalStage<OrderReleased>> SubmissionAsync(int atATime = 1)
    {
        await pipeline.SenderClock.FreshenAsync(CancellationToken.None);
        return new LocalStage<OrderReleased>(pipeline.SubmissionOn(pipeline.Store, compared: pipeline.SenderClock), atATime);
    }
}
