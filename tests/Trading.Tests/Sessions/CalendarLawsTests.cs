using CsCheck;
using NUnit.Framework;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;
using static Pipeline.Trading.Tests.Sessions.NewYork;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>What holds for a calendar at every instant.</summary>
public sealed class CalendarLawsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private static readonly IReadOnlyList<TradingSession> Sessions =
        [.. DaysFrom(new(2000, 1, 1), new(2035, 12, 31)).Select(Exchange.On).OfType<TradingSession>()];

    // Any instant from a year before the range to a year after it, and instants close to an open, a close or the ends of a break.
    private static readonly Gen<DateTimeOffset> Instants = Gen.OneOf(
        Gen.Long[new DateTime(1999, 1, 1).Ticks, new DateTime(2037, 1, 1).Ticks]
            .Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero)),
        Gen.Select(Gen.Int[0, Sessions.Count - 1], Gen.Int[0, 3], Gen.Long[-2, 2])
            .Select((index, edge, ticks) => EdgesOf(Sessions[index])[edge].AddTicks(ticks)));

    [Test]
    public void At_and_On_agree_at_every_instant() => Instants.Sample(instant =>
    {
        var session = Sessions.FirstOrDefault(s => instant < s.Close);
        var inside = session?.Open <= instant && !(session.Break?.Start <= instant && instant < session.Break?.End);
        var nextOpen = session?.Open <= instant ? session.Break?.End : session?.Open;
        return Exchange.At(instant) switch
        {
            SessionStatus.Open open => inside && open.Session == session && Exchange.On(open.Session.Date) == session,
            SessionStatus.Closed closed => !inside && closed.NextOpen == nextOpen,
            _ => instant < Time("2000-01-01 00:00:00") || instant >= Time("2036-01-01 00:00:00"),
        };
    }, iter: 2_000);

    [Test]
    public void Every_session_is_open_from_its_first_instant_to_its_last_and_leads_to_the_next()
    {
        Assert.That(Sessions, Has.Count.GreaterThan(36 * 249));
        foreach (var (session, next) in Sessions.Zip(Sessions.Skip(1)))
        {
            Assert.That(Exchange.At(session.Open - Tick), Is.TypeOf<SessionStatus.Closed>());
            Assert.That(Exchange.At(session.Open), Is.EqualTo(new SessionStatus.Open(session)));
            Assert.That(Exchange.At(session.Close - Tick), Is.EqualTo(new SessionStatus.Open(session)));
            Assert.That((Exchange.At(session.Close) as SessionStatus.Closed)?.NextOpen, Is.EqualTo(next.Open));
        }
    }

    [Test]
    public void The_offset_an_instant_is_written_in_does_not_matter() =>
        Gen.Select(Instants, Gen.Int[-14, 14]).Sample((instant, hours) =>
            Exchange.At(instant.ToOffset(TimeSpan.FromHours(hours))) == Exchange.At(instant));

    [Test]
    public void Many_threads_asking_a_new_calendar_get_the_same_session()
    {
        var calendar = new RuleCalendar(Xnys.Definition);
        var noon = Time("2026-03-10 12:00:00");
        var answers = new SessionStatus[64];

        Parallel.For(0, answers.Length, i => answers[i] = calendar.At(noon));

        Assert.That(answers, Has.All.SameAs(calendar.At(noon)).And.All.TypeOf<SessionStatus.Open>());
    }

    [Test]
    public void Asking_in_session_allocates_nothing()
    {
        var noon = Time("2026-03-10 12:00:00");
        var status = Exchange.At(noon);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            status = Exchange.At(noon);
        }

        // Fewer bytes than questions: the runtime may spend a few of its own, one object a question would be tens of thousands.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000));
        Assert.That(status, Is.TypeOf<SessionStatus.Open>());
    }

    private static DateTimeOffset[] EdgesOf(TradingSession session) =>
        [session.Open, session.Close, session.Break?.Start ?? session.Open, session.Break?.End ?? session.Close];
}
