using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Session;
using Pipeline.Trading.Sessions;

namespace Pipeline.Workers.Tests.Sessions;

/// <summary>How a process follows the file with one-off closures and hours. It is 10:00 of Monday 2 March 2026 in New York.</summary>
public sealed class OverridesFileTests
{
    private const string Nothing = """{"markets":{}}""";
    private const string ClosedToday = """{"markets":{"XNYS":[{"date":"2026-03-02","closed":true,"reason":"mourning"}]}}""";
    private const string Broken = """{"markets":{"XNYS":[{"date":""";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private PipelineUnderTest pipeline = null!;
    private OverridesFile file = null!;
    private Func<string?> text = () => Nothing;

    private bool IsClosed => pipeline.Calendars.Now.For("AAPL").At(pipeline.Now) is SessionStatus.Closed;

    [SetUp]
    public void Start()
    {
        pipeline = new PipelineUnderTest();
        file = Follow(pipeline.Calendars);
        pipeline.Calendars.FreshenAsync = file.FreshenAsync;
    }

    [TearDown]
    public void Stop()
    {
        file.Dispose();
        pipeline.Dispose();
    }

    [Test]
    public async Task A_change_is_in_force_and_in_the_journal_once()
    {
        await SayAsync(ClosedToday);
        await file.LookAsync(CancellationToken.None);

        Assert.That(IsClosed, Is.True);
        Assert.That(pipeline.Kinds().Count(kind => kind == "SessionOverridesChanged"), Is.EqualTo(1));
        Assert.That(pipeline.Store.Read(session => session.Scalar<string>("SELECT json_extract(data, '$.days[0]') FROM journal WHERE kind = 'SessionOverridesChanged'")), Is.EqualTo("XNYS 2026-03-02 closed: mourning"));
    }

    [Test]
    public async Task Who_changed_the_file_and_why_stands_in_the_journal_and_silence_as_such()
    {
        await SayAsync(ClosedToday.Insert(1, "\"changed_by\": \"alice\", \"why\": \"a notice of the exchange\", "));
        await SayAsync(Nothing);

        Assert.That(
            pipeline.Store.Read(session => session.Query<string>("SELECT json_extract(data, '$.by') || ': ' || json_extract(data, '$.why') FROM journal WHERE kind = 'SessionOverridesChanged' ORDER BY seq")),
            Is.EqualTo(new[] { "alice: a notice of the exchange", "not said: not said" }));
    }

    [Test]
    public async Task A_change_that_is_taken_back_is_told_as_well()
    {
        await SayAsync(ClosedToday);
        await SayAsync(Nothing);

        Assert.That(IsClosed, Is.False);
        Assert.That(pipeline.Kinds().Count(kind => kind == "SessionOverridesChanged"), Is.EqualTo(2));
    }

    [Test]
    public async Task Of_two_processes_that_read_the_same_file_both_follow_and_one_records()
    {
        var other = new LiveCalendars(SessionCalendars.Default);
        using var others = Follow(other);
        await SayAsync(ClosedToday);
        await others.LookAsync(CancellationToken.None);

        Assert.That(other.Now.IsOpen("AAPL", pipeline.Now), Is.False);
        Assert.That(pipeline.Kinds().Count(kind => kind == "SessionOverridesChanged"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_broken_file_keeps_the_old_calendars_and_is_raised_once()
    {
        await SayAsync(ClosedToday);
        await SayAsync(Broken);
        await SayAsync(Broken);
        await SayAsync(Broken);

        Assert.That(IsClosed, Is.True);
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "SESSION_OVERRIDES_REFUSED" }));
    }

    [Test]
    public async Task A_file_that_is_gone_keeps_the_old_calendars_and_is_raised_once()
    {
        await SayAsync(ClosedToday);
        text = () => throw new FileNotFoundException("Could not find file 'sessions.json'.");
        for (var look = 0; look < 3; look++)
        {
            await file.LookAsync(CancellationToken.None);
        }

        Assert.That(IsClosed, Is.True);
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "SESSION_OVERRIDES_REFUSED" }));
    }

    [Test]
    public async Task A_file_that_is_half_written_is_given_a_second_look()
    {
        await SayAsync(Broken);
        await SayAsync(ClosedToday);

        Assert.That(IsClosed, Is.True);
        Assert.That(pipeline.Alerts(), Is.Empty);
    }

    [Test]
    public async Task Broken_whole_and_broken_again_is_raised_twice()
    {
        foreach (var said in new[] { ClosedToday, Broken, Broken, ClosedToday, Broken, Broken })
        {
            await SayAsync(said);
        }

        Assert.That(pipeline.Alerts(), Has.Count.EqualTo(2));
        Assert.That(pipeline.Kinds().Count(kind => kind == "SessionOverridesChanged"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_session_check_denies_by_what_the_file_says_now_even_when_nobody_has_looked_for_a_while()
    {
        var validated = await pipeline.ValidatedAsync();
        text = () => ClosedToday;
        pipeline.Clock.Advance(Interval + TimeSpan.FromTicks(1));

        var followUps = await pipeline.Session.HandleAsync(validated, CancellationToken.None);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("SESSION_CLOSED"));
    }

    [Test]
    public async Task The_last_gate_does_so_too()
    {
        var released = await pipeline.ReleasedAsync();
        text = () => ClosedToday;
        pipeline.Clock.Advance(Interval + TimeSpan.FromTicks(1));

        var followUps = await pipeline.Submission.HandleAsync(released, CancellationToken.None);

        Assert.That(followUps.Single().Message, Is.TypeOf<OrderDenied>().With.Property("Code").EqualTo("SESSION_CLOSED"));
        Assert.That(pipeline.Claims(released.ClOrdId), Is.Empty);
    }

    private OverridesFile Follow(LiveCalendars calendars) =>
        new("sessions.json", () => text(), Interval, calendars, pipeline.Store, pipeline.Clock, NullLogger<OverridesFile>.Instance);

    private Task SayAsync(string said)
    {
        text = () => said;
        return file.LookAsync(CancellationToken.None);
    }
}
