namespace Pipeline.Venues.Versions;

/// <summary>Where a version in the shadow did not do as the one that works.</summary>
/// <param name="Call">What was called: <c>submit</c>, <c>query</c>, <c>executions</c>.</param>
/// <param name="What">What differs: <c>request qty</c>, <c>outcome</c>.</param>
/// <param name="ClOrdId">The order it was about; null where it was about many.</param>
/// <param name="Works">What the version that works said.</param>
/// <param name="Shadow">What the one in the shadow said.</param>
public sealed record AdapterDifference(string Call, string What, string? ClOrdId, string Works, string Shadow);
