namespace Pipeline.Faults.Matrix;

/// <summary>One row of the matrix: something that breaks while orders are on their way.</summary>
/// <param name="Name">What breaks.</param>
/// <param name="BreakAsync">
/// Starts the processes, publishes, breaks and mends. Returns when everything that belongs to the pipeline runs; throws when
/// what should break did not.
/// </param>
public sealed record MatrixRow(string Name, Func<RowRun, CancellationToken, Task> BreakAsync)
{
    /// <summary>The processes, given their folder and their broker.</summary>
    public Func<string, Uri, Deployment> Deploy { get; init; } = (data, broker) => Deployment.InTwoProcesses(data, broker);

    /// <summary>True when no other row may use the broker at the same time.</summary>
    public bool HarmsTheBroker { get; init; }
}
