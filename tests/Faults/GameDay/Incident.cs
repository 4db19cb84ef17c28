namespace Pipeline.Faults.GameDay;

/// <summary>Something that goes wrong, and how it is put right.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Expected">Alerts of which one must fire, as <see cref="Stage.FiringAsync"/> names them.</param>
/// <param name="InjectAsync">Makes it happen. Returns when it has begun.</param>
/// <param name="Act">What clears it, in words.</param>
/// <param name="ClearAsync">Clears it.</param>
internal sealed record Incident(
    string Name, IReadOnlyList<string> Expected, Func<Stage, CancellationToken, Task> InjectAsync, string Act, Func<Stage, CancellationToken, Task> ClearAsync);

/// <summary>What came of it.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Alert">The alert that fired first of those that were expected; null when none did.</param>
/// <param name="Seconds">After how long.</param>
/// <param name="Brief">The newest brief that was made since; null when none was.</param>
/// <param name="Worklist">What stood in the worklist meanwhile.</param>
/// <param name="Act">What has cleared it.</param>
/// <param name="IsOver">Whether everything was as before in the end.</param>
internal sealed record IncidentResult(string Name, string? Alert, double Seconds, string? Brief, string Worklist, string Act, bool IsOver);
