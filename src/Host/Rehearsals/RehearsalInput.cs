using Pipeline.Host.Options;
using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Host.Rehearsals;

/// <summary>What a rehearsal is given, read whole and checked before anything runs.</summary>
internal static class RehearsalInput
{
    /// <exception cref="OptionException">A file can't be used; the message names it.</exception>
    public static RecordedQuotes Quotes(IEnumerable<string> paths)
    {
        try
        {
            return RecordedQuotes.Load(paths.Distinct());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new OptionException(
                $"--quotes: {e.Message}{Environment.NewLine}Each file holds one-minute quote bars of one symbol and day and is named SYMBOL_YYYYMMDD_quote.zip or .csv.", e);
        }
    }

    /// <summary>When the rehearsal starts: as asked, else at the open of the first day, else with the first quote.</summary>
    /// <exception cref="OptionException">The time is not understood.</exception>
    public static DateTimeOffset Start(string? from, RecordedQuotes quotes, ISessionCalendar calendar)
    {
        try
        {
            return from is null ? calendar.On(quotes.Days[0])?.Open ?? quotes.First : NewYorkTime.Parse(from, quotes.Days[0]);
        }
        catch (FormatException e)
        {
            throw new OptionException($"--from: '{from}' {e.Message}", e);
        }
    }

    /// <exception cref="OptionException">A file or an intent is not understood; the message lists every fault of all of them.</exception>
    public static IReadOnlyList<ScheduledIntent> Intents(IEnumerable<string> paths, DateOnly day, DateTimeOffset from)
    {
        var files = new IntentFiles(day, from);
        foreach (var path in paths.DistinctBy(FullPath))
        {
            files.Read(path);
        }

        return files.Faults.Count == 0
            ? files.InOrder
            : throw new OptionException($"--intents: nothing was run, as not every intent can be read:{Environment.NewLine}{string.Join(Environment.NewLine, files.Faults)}");
    }

    private static string FullPath(string path) => path.Length > 0 ? Path.GetFullPath(path) : throw new OptionException("--intents: '' names no file");
}
