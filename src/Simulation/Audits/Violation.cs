namespace Pipeline.Simulation.Audits;

/// <summary>A guarantee that did not hold.</summary>
/// <param name="Code">Which, one of <see cref="Guarantees"/>.</param>
/// <param name="At">When it was seen.</param>
/// <param name="ClOrdId">The order it is about; null when it is about none.</param>
/// <param name="Expected">What should be.</param>
/// <param name="Found">What is.</param>
internal sealed record Violation(string Code, DateTimeOffset At, string? ClOrdId, string Expected, string Found);
