using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Faults.Matrix;
using Pipeline.Store.Failpoints;

namespace Pipeline.Broker.Tests;

/// <summary>The crash matrix is complete, and a few of its rows hold now; scripts/crash-matrix runs all of them.</summary>
public sealed partial class CrashMatrixTests
{
    [Test]
    public void Every_failpoint_has_a_row()
    {
        Assert.That(CrashMatrix.Rows.Select(row => row.Name), Is.Unique.And.SupersetOf(Failpoint.All.Select(place => $"{place}")));
        Assert.That(() => KillRows.Of(new Failpoint("a new stage", Failpoint.Received)), Throws.ArgumentException);
    }

    [Test]
    public void Every_row_stands_in_the_documented_table_and_no_other_does()
    {
        var text = File.ReadAllText(Repository.File("docs/reliability.md"));
        var table = text[text.IndexOf("\n## The crash matrix", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n| all ", StringComparison.Ordinal)];
        var documented = RowStart().Matches(table).Select(row => row.Groups["name"].Value);

        Assert.That(documented, Is.EqualTo(CrashMatrix.Rows.Select(row => row.Name)), "run scripts/crash-matrix and put its table into docs/reliability.md");
    }

    [TestCase("^(http.recorded|validation.published|submission.grant|submission.answered|reconciliation.recorded|order-saga.acknowledged|submission.grant, every worker.*)$", TestName = "A_process_killed_between_two_steps_loses_and_doubles_nothing")]
    [TestCase("^store's log cut", TestName = "A_power_cut_after_the_last_202_loses_and_doubles_nothing")]
    [TestCase("^old backup restored$", TestName = "An_old_backup_sends_nothing_twice")]
    public async Task Rows_hold(string rows)
    {
        var verdict = await new CrashMatrix(new MatrixOptions { Only = rows, Orders = 24 }, line => TestContext.Progress.WriteLine(line)).RunAsync(CancellationToken.None);

        Assert.That(verdict.Passed, Is.True, FigureTable.Of(verdict));
    }

    [GeneratedRegex(@"^\| (?!round|place|-)(?<name>[^|]*?) *\|", RegexOptions.Multiline)]
    private static partial Regex RowStart();
}
