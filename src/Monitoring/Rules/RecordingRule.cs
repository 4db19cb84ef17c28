namespace Pipeline.Monitoring.Rules;

/// <param name="Name">The series that is recorded.</param>
/// <param name="Expr">What of.</param>
public sealed record RecordingRule(string Name, string Expr);
