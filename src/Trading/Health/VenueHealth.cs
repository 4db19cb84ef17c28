using System.Globalization;

namespace Pipeline.Trading.Health;

/// <summary>How the way to a venue is.</summary>
public enum VenueState
{
    /// <summary>It answers, tells its news, and its clock is ours.</summary>
    Healthy,

    /// <summary>Something of it is wrong; orders and questions get through.</summary>
    Degraded,

    /// <summary>Nothing gets through.</summary>
    Down,
}

/// <summary>A venue's health as one figure, with what makes it so. It decides nothing: each sign has a rule of its own that does.</summary>
/// <param name="State">The worst that a sign says.</param>
/// <param name="Reasons">What is wrong, in words with figures; none where it is healthy.</param>
public sealed record VenueHealth(VenueState State, IReadOnlyList<string> Reasons)
{
    /// <summary>So many calls in a row without an answer, for so long, and the venue is down. Below, the next call can be the one that gets through.</summary>
    private const int UnansweredWhenDown = 3;

    private const int MostNamed = 5;

    private static readonly TimeSpan UnansweredForWhenDown = TimeSpan.FromSeconds(30);

    /// <summary>Of a venue that nobody has called for longer nobody knows whether it answers again.</summary>
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(2);

    /// <summary>While it wants no calls nothing gets through. A pause of a limit that is counted by the minute is over by then.</summary>
    private static readonly TimeSpan LeftAloneWhenDown = TimeSpan.FromMinutes(1);

    /// <summary>Judges by what a process has seen. A sign that it does not see says nothing.</summary>
    public static VenueHealth Of(VenueSigns signs)
    {
        var isSilent = signs.Unanswered >= UnansweredWhenDown && signs.UnansweredFor >= UnansweredForWhenDown && signs.LastUnansweredAgo <= KnownFor;
        List<(VenueState State, string Reason)> found = [];
        void Say(bool isSo, VenueState state, string reason)
        {
            if (isSo)
            {
                found.Add((state, reason));
            }
        }

        Say(signs.Breaker == "open", VenueState.Down, "breaker=open");
        Say(signs.Breaker == "half_open", VenueState.Degraded, "breaker=half_open, one order tries it");
        Say(signs.Unanswered > 0, isSilent ? VenueState.Down : VenueState.Degraded, string.Create(
            CultureInfo.InvariantCulture, $"calls without an answer={signs.Unanswered}, for_s={signs.UnansweredFor.TotalSeconds:0}, last_s_ago={signs.LastUnansweredAgo.TotalSeconds:0}"));
        Say(signs.LeftAlone > TimeSpan.Zero, signs.LeftAlone > LeftAloneWhenDown ? VenueState.Down : VenueState.Degraded, string.Create(CultureInfo.InvariantCulture, $"asks to be left alone, for_s={Math.Ceiling(signs.LeftAlone.TotalSeconds)}"));
        Say(signs.QuotesRefused.Count > 0, VenueState.Degraded, $"quotes refused={string.Join(',', signs.QuotesRefused.Order(StringComparer.Ordinal).Take(MostNamed))}, symbols={signs.QuotesRefused.Count}");
        Say(signs.IsStreamUp == false, VenueState.Degraded, "stream=lost, the lists are asked");
        Say(signs.MaxClockOffset > TimeSpan.Zero && signs.ClockOffset.Duration() > signs.MaxClockOffset, VenueState.Degraded, string.Create(
            CultureInfo.InvariantCulture, $"clock_offset_s={signs.ClockOffset.TotalSeconds:0.###}, limit_s={signs.MaxClockOffset.TotalSeconds:0.###}"));
        return new VenueHealth(found.Count == 0 ? VenueState.Healthy : found.Max(each => each.State), [.. found.Select(each => each.Reason)]);
    }
}

/// <summary>What a process sees of a venue.</summary>
public sealed record VenueSigns
{
    /// <summary>The breaker's state: closed, half_open or open; null in a process that sends nothing.</summary>
    public string? Breaker { get; init; }

    /// <summary>Which part of the venue's rate is left, from 0 to 1; null where there is none. It makes nothing worse: orders wait for their turn.</summary>
    public double? PermitsLeft { get; init; }

    /// <summary>Calls in a row without an answer: a connection that was refused or broke, a time-out, a 5xx.</summary>
    public int Unanswered { get; init; }

    /// <summary>How long ago the first of them was.</summary>
    public TimeSpan UnansweredFor { get; init; }

    /// <summary>How long ago the last of them was.</summary>
    public TimeSpan LastUnansweredAgo { get; init; }

    /// <summary>For how long the venue wants no calls yet.</summary>
    public TimeSpan LeftAlone { get; init; }

    /// <summary>The symbols that it refuses to quote, although other questions are answered; none where nobody here asks.</summary>
    public IReadOnlyCollection<string> QuotesRefused { get; init; } = [];

    /// <summary>Whether its stream of reports is up; null where it has none, or nobody here listens.</summary>
    public bool? IsStreamUp { get; init; }

    /// <summary>How far our clock was ahead of the venue's at the last comparison; 0 before one.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>How far it may be (<c>halts.max_clock_offset</c>); 0 compares nothing.</summary>
    public TimeSpan MaxClockOffset { get; init; }
}
