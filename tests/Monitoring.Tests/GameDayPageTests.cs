using NUnit.Framework;
using Pipeline.Faults;

namespace Pipeline.Monitoring.Tests;

/// <summary>The page of the game day shows a whole day.</summary>
public sealed class GameDayPageTests
{
    private static readonly string[] Incidents =
        ["venue outage", "reject storm", "lost fills", "poison message", "broker restart", "stuck cancel", "duplicate agent", "clock step"];

    [Test]
    public void Every_incident_was_played_without_an_order_lost_or_doubled()
    {
        var rows = File.ReadLines(Repository.File("docs/game-day.md")).SkipWhile(line => line != "## What was seen").Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)).Skip(1).ToList();

        Assert.That(rows.Select(row => row[0]), Is.EqualTo(Incidents));
        Assert.That(rows.Select(row => (row[^2], row[^1])), Is.All.EqualTo(("0", "0")));
    }
}
