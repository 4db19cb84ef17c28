namespace Pipeline.Faults.Matrix;

/// <summary>The rows in which something else than a process dies or stands still.</summary>
public static class OutageRows
{
    public static IReadOnlyList<MatrixRow> All { get; } = [];
}
