namespace Pipeline.Trading.Halts;

/// <summary>Nothing in the scope is granted until a person lifts it.</summary>
/// <param name="Scope">What it covers, see <see cref="HaltScope"/>.</param>
/// <param name="By">Who tripped it.</param>
/// <param name="Why">Why.</param>
/// <param name="At">When, UTC.</param>
public sealed record Halt(string Scope, string By, string Why, DateTimeOffset At);
