using System.Globalization;

namespace Pipeline.Faults;

/// <summary>A verdict as a table that people read and that Markdown renders.</summary>
public static class FigureTable
{
    private static readonly string[] Columns =
        ["attempted", "acknowledged", "terminal", "lost", "double", "resent", "unknown", "longest stall", "slowest 202"];

    private const int MostFindings = 10;

    public static string Of(Verdict verdict)
    {
        string[] head = [verdict.RowsAre, .. Columns];
        List<string[]> rows = [head, [.. head.Select(_ => "")], .. verdict.Rounds.Append(verdict.All).Select(Cells)];
        var widths = head.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select((row, line) => line == 1
            ? $"|{string.Join('|', widths.Select((width, column) => column == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":"))}|"
            : $"| {string.Join(" | ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |");
        var outcomes = verdict.Outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => $"{outcome.Value} {outcome.Key}");
        return string.Join(
            Environment.NewLine,
            [$"{verdict.Run}: {(verdict.Passed ? "passed" : "FAILED")}", "", .. lines, "", $"Orders ended: {string.Join(", ", outcomes)}", .. verdict.Findings.Take(MostFindings),
                .. verdict.Findings.Count > MostFindings ? [$"and {verdict.Findings.Count - MostFindings} more"] : Array.Empty<string>()]);
    }

    private static string[] Cells(Figures round) =>
    [
        round.Name, $"{round.Attempted}", $"{round.Acknowledged}", $"{round.Terminal}", $"{round.Lost}", $"{round.Doubled}", $"{round.Resent}", $"{round.Unknown}",
        Seconds(round.LongestStall), Seconds(round.Slowest202),
    ];

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
