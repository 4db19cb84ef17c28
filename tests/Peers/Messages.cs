namespace Pipeline.Peers;

/// <summary>What a message about an order carries: as much as one of the pipeline's, and no more.</summary>
/// <param name="ClOrdId">The order.</param>
/// <param name="IntentId">What it came with.</param>
/// <param name="Pass">Always 1.</param>
/// <param name="Seq">The step's number.</param>
/// <param name="At">When.</param>
public abstract record Told(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At);

public sealed record Proposed(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

public sealed record Validated(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

public sealed record Released(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

public sealed record Submitting(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

public sealed record Acknowledged(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

public sealed record Filled(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

/// <summary>What the orchestrating saga asks of a worker.</summary>
/// <param name="ClOrdId">The order.</param>
/// <param name="IntentId">What it came with.</param>
/// <param name="Pass">Always 1.</param>
/// <param name="Seq">The step's number.</param>
/// <param name="At">When.</param>
public sealed record Validate(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

public sealed record CheckSession(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);

public sealed record Submit(string ClOrdId, string IntentId, int Pass, long Seq, DateTimeOffset At) : Told(ClOrdId, IntentId, Pass, Seq, At);
