namespace Pipeline.Faults.GameDay;

/// <summary>Something that goes wrong, and how it is put right.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Expected">Alerts of which Alertmanager must tell one, as <see cref="AlertBoard.FiringAsync"/> names them.</param>
/// <param name="InjectAsync">Makes it happen. Returns when it has begun.</param>
/// <param name="Act">What clears it, in words.</param>
/// <param name="ClearAsync">Clears it.</param>
internal sealed record Incident(
    string Name, IReadOnlyList<string> Expected, Func<Stage, CancellationToken, Task> InjectAsync, string Act, Func<Stage, CancellationToken, Task> ClearAsync);

/// <summary>What came of it.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Own">The first alert that the pipeline itself has raised, and after how long; null when none.</param>
/// <param name="Told">The first of those expected that Alertmanager has told of, and after how long; null when none.</param>
/// <param name="Brief">The first brief that was made by itself, and the alert it is about; null when none was.</param>
/// <param name="Worklist">What stood in the worklist, by kind, at its fullest.</param>
/// <param name="Act">What has cleared it.</param>
/// <param name="Over">How long after that act began everything was as before; null when it never was.</param>
/// <param name="Tally">Orders lost and doubled since the day began.</param>
internal sealed record IncidentResult(string Name, Seen? Own, Seen? Told, Brief? Brief, IReadOnlyDictionary<string, int> Worklist, string Act, TimeSpan? Over, Tally Tally)
{
    /// <summary>Whether all was seen that must be, and nothing is lost.</summary>
    public bool IsWell => Own is not null && Told is not null && Brief is not null && Worklist.Count > 0 && Over is not null && Tally is { Lost: 0, Doubled: 0 };
}

/// <summary>An alert, and after how long.</summary>
internal sealed record Seen(string Alert, TimeSpan After);

/// <summary>A brief that was made by itself.</summary>
internal sealed record Brief(string Id, string Alert);
