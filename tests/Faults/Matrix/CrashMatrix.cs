using System.Text.RegularExpressions;
using Pipeline.Store.Failpoints;

namespace Pipeline.Faults.Matrix;

/// <summary>What a run of the matrix is told.</summary>
public sealed record MatrixOptions
{
    /// <summary>Only rows whose name has a match of this regular expression; all of them when empty.</summary>
    public string Only { get; init; } = "";

    /// <summary>Intents a load.</summary>
    public int Orders { get; init; } = 40;

    public int Seed { get; init; } = 1;

    /// <summary>Leaves the folders of the rows.</summary>
    public bool Keep { get; init; }
}

/// <summary>
/// Breaks real processes over a real broker at every place there is, one row each, and audits what became of every order.
/// </summary>
public sealed class CrashMatrix(MatrixOptions options, Action<string> say)
{
    /// <summary>Most of a row is waiting: for a lease to run out, a pause to end, a process to start.</summary>
    private const int RowsAtATime = 3;

    private static readonly TimeSpan RowDeadline = TimeSpan.FromMinutes(6);

    /// <summary>Every row, in the order of the table: a killed process at each failpoint, then what else can break.</summary>
    public static IReadOnlyList<MatrixRow> Rows { get; } = [.. Failpoint.All.Select(KillRows.Of), .. KillRows.Together, .. OutageRows.All];

    /// <exception cref="ArgumentException">No row has such a name.</exception>
    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        var rows = Rows.Where(row => Regex.IsMatch(row.Name, options.Only, RegexOptions.NonBacktracking)).ToList();
        if (rows.Count == 0)
        {
            throw new ArgumentException($"No row's name has a match of '{options.Only}'; the rows are {string.Join(", ", Rows.Select(row => row.Name))}");
        }

        await using var server = new RabbitMqServer();
        await server.StartAsync();
        var results = new RowResult[rows.Count];
        var done = 0;
        async ValueTask RunRow(int row, CancellationToken stop)
        {
            results[row] = await RunAsync(rows[row], server, stop);
            say($"{Interlocked.Increment(ref done)} of {rows.Count}: {Line(results[row])}");
        }

        var indexes = Enumerable.Range(0, rows.Count).ToLookup(row => rows[row].HarmsTheBroker);
        await Parallel.ForEachAsync(
            indexes[false], new ParallelOptions { MaxDegreeOfParallelism = RowsAtATime, CancellationToken = cancellationToken }, RunRow);
        foreach (var row in indexes[true])
        {
            await RunRow(row, cancellationToken);
        }

        return new Verdict(
            $"crash-matrix, {options.Orders} orders a row, seed {options.Seed}",
            [.. results.Select(result => result.Figures)],
            results.SelectMany(result => result.Outcomes).GroupBy(outcome => outcome.Key).ToDictionary(word => word.Key, word => word.Sum(outcome => outcome.Value)),
            [.. results.SelectMany(result => result.Findings)]) { RowsAre = "place" };
    }

    private async Task<RowResult> RunAsync(MatrixRow row, RabbitMqServer server, CancellationToken cancellationToken)
    {
        var host = row.Name.Replace(' ', '-');
        await using var run = new RowRun(row, options, server, await server.AddVirtualHostAsync(host), line => say($"{row.Name}: {line}"));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(RowDeadline);
        try
        {
            await row.BreakAsync(run, deadline.Token);
            await run.DrainAsync(deadline.Token);
            return await run.AuditAsync();
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return RowResult.Broken(row.Name, new InvalidOperationException($"not at its end after {RowDeadline.TotalMinutes} min"));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return RowResult.Broken(row.Name, e);
        }
        finally
        {
            await server.RemoveVirtualHostAsync(host);
        }
    }

    private static string Line(RowResult result) =>
        $"{result.Figures.Name}: {result.Figures.Terminal} of {result.Figures.Acknowledged} ended" +
        (result.Findings.Count == 0 ? "" : $", {result.Findings.Count} findings, the first: {result.Findings[0].Split(Environment.NewLine)[0]}");
}

/// <summary>The outcome of a row.</summary>
/// <param name="Figures">Its line in the table.</param>
/// <param name="Outcomes">How its orders ended, by ord_status.</param>
/// <param name="Findings">Everything that is not as promised.</param>
internal sealed record RowResult(Figures Figures, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyList<string> Findings)
{
    /// <summary>The row could not be run to its end, which is no success.</summary>
    public static RowResult Broken(string name, Exception why) => new(
        new Figures(name, 0, 0, 0, 0, 0, 0, 0, TimeSpan.Zero, TimeSpan.Zero), new Dictionary<string, int>(), [$"{name}: {why.Message}"]);
}
