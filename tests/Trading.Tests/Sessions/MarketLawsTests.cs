using CsCheck;
using NUnit.Framework;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;

namespace Pipeline.Trading.Tests.Sessions;

/// <summary>What holds of every market.</summary>
[TestFixtureSource(nameof(Codes))]
public sealed class MarketLawsTests(string market)
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ISessionCalendar calendar = SessionCalendars.Default[market];

    private static IEnumerable<string> Codes => KnownMarkets.Codes;

    private IReadOnlyList<TradingSession> Sessions => sessions ??= [.. Days().Select(calendar.On).OfType<TradingSession>()];

    private IReadOnlyList<TradingSession>? sessions;

    [Test]
    public void Every_session_opens_before_it_closes_and_pauses_in_between()
    {
        foreach (var session in Sessions)
        {
            Assert.That(session.Open, Is.LessThan(session.Close), $"{session}");
            Assert.That(session.Break is not { } pause || (session.Open < pause.Start && pause.Start < pause.End && pause.End < session.Close), $"{session}");
            Assert.That(
                session.Extended is not { } extended || (extended.Open < extended.OpeningCutoff && extended.OpeningCutoff <= session.Open
                    && extended.ClosingCutoff <= session.Close && session.Close <= extended.Close),
                $"{session}");
        }
    }

    [Test]
    public void No_two_sessions_overlap_whatever_surrounds_them()
    {
        foreach (var (session, next) in Sessions.Zip(Sessions.Skip(1)))
        {
            Assert.That(session.Date, Is.LessThan(next.Date));
            Assert.That(session.End, Is.LessThanOrEqualTo(next.Extended?.Open ?? next.Open), $"{session} and {next}");
        }
    }

    [Test]
    public void The_first_instant_of_a_session_is_in_it_and_its_close_is_not()
    {
        foreach (var session in Sessions)
        {
            Assert.That(calendar.At(session.Open), Is.EqualTo(new SessionStatus.Open(session)));
            Assert.That(calendar.At(session.Close - Tick), Is.EqualTo(new SessionStatus.Open(session)));
            Assert.That((calendar.At(session.Close) as SessionStatus.Open)?.Session, Is.Not.EqualTo(session));
            Assert.That(session.Break is null || calendar.At(session.Break.Start) is SessionStatus.Closed closed && closed.NextOpen == session.Break.End);
        }
    }

    [Test]
    public void What_is_not_over_is_the_first_session_that_ends_later() =>
        Gen.Select(Gen.Int[0, Sessions.Count - 2], Gen.Double[-1, 1]).Sample((index, share) =>
        {
            var instant = Sessions[index].End + (share * TimeSpan.FromDays(3));
            var isAmongThem = Sessions[0].Open <= instant && instant < Sessions[^1].End;
            return !isAmongThem || calendar.NotOverAt(instant) == Sessions.First(session => instant < session.End);
        });

    [Test]
    public void Outside_its_range_nothing_is_known()
    {
        Assert.That(calendar.At(new DateTimeOffset(calendar.First.AddDays(-2), TimeOnly.MinValue, TimeSpan.Zero)), Is.TypeOf<SessionStatus.Unknown>());
        Assert.That(calendar.At(new DateTimeOffset(calendar.Last.AddDays(3), TimeOnly.MinValue, TimeSpan.Zero)), Is.TypeOf<SessionStatus.Unknown>());
        Assert.That(calendar.On(calendar.First.AddDays(-1)), Is.Null);
        Assert.That(calendar.On(calendar.Last.AddDays(1)), Is.Null);
    }

    // A market around the clock is the same in every year.
    private IEnumerable<DateOnly> Days() =>
        market.StartsWith("24", StringComparison.Ordinal) ? NewYork.DaysFrom(new(2024, 1, 1), new(2027, 12, 31)) : NewYork.DaysFrom(calendar.First, calendar.Last);
}
