using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Simulation.Processes;

/// <summary>The overrides file of a simulation, and which calendars it has made since when.</summary>
internal sealed class OverridesHistory(SessionCalendars published)
{
    private readonly List<(DateTimeOffset Since, SessionCalendars Calendars)> history = [(DateTimeOffset.MinValue, published)];

    /// <summary>The text; null while there is no file.</summary>
    public string? Text { get; private set; }

    /// <summary>What a process that starts now knows.</summary>
    public SessionCalendars Latest => history[^1].Calendars;

    public void Write(string text, DateTimeOffset now)
    {
        Text = text;
        try
        {
            history.Add((now, published.With(OverridesReader.Read(text))));
        }
        catch (OverridesException)
        {
            // A broken file changes nothing, which is what the scenario is about.
        }
    }

    /// <summary>The calendars that a process may still go by, or go by already, when it learns of a change within some time.</summary>
    public IEnumerable<SessionCalendars> Within(TimeSpan time, DateTimeOffset now) => history
        .Where((_, i) => i == history.Count - 1 || history[i + 1].Since > now - time)
        .Select(entry => entry.Calendars);
}
