using System.Globalization;
using System.Text;

namespace Pipeline.Faults.GameDay;

/// <summary>What was seen, as a table in Markdown.</summary>
internal static class GameDayTable
{
    /// <summary>Where the table begins on a page that has one; it goes to the page's end.</summary>
    public const string Heading = "## What was seen";

    public static string Of(IReadOnlyList<IncidentResult> results)
    {
        var text = new StringBuilder();
        text.Append("| incident | the pipeline's own alert | after | Alertmanager tells | after | brief made by itself, about | in the worklist | cleared by | over after | lost | doubled |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var one in results)
        {
            text.Append(
                $"| {one.Name} | {one.Own?.Alert ?? "none"} | {Seconds(one.Own?.After)} | {one.Told?.Alert ?? "none"} | {Seconds(one.Told?.After)} | {one.Brief?.Alert ?? "none"} "
                + $"| {(one.Worklist.Count == 0 ? "nothing" : string.Join(", ", one.Worklist.Select(kind => $"{kind.Value} {kind.Key}")))} | {one.Act} | {Seconds(one.Over)} | {one.Tally.Lost} | {one.Tally.Doubled} |\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{results[^1].Tally.Promised} orders were promised to agents, and none is lost or doubled when the last two columns are 0.\n").ToString();
    }

    /// <summary>Writes the table to the end of a page that has its heading.</summary>
    /// <exception cref="InvalidOperationException">The page has no such heading.</exception>
    public static void Write(string page, IReadOnlyList<IncidentResult> results)
    {
        var text = File.ReadAllText(page);
        var at = text.IndexOf(Heading, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new InvalidOperationException($"{page} has no heading '{Heading}' under which the table could stand");
        }

        File.WriteAllText(page, $"{text[..at]}{Heading}\n\n{Of(results)}");
    }

    private static string Seconds(TimeSpan? span) => span is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.0} s") : "never";
}
