using Pipeline.Intake;
using Pipeline.Store.Steps;
using Pipeline.Store;

namespace Pipeline.Simulation.Scenarios;

/// <summary>What an agent, or an operator, was answered.</summary>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
internal sealed record Answer(int Status)
{
    public static Answer None { get; } = new(0);

    /// <summary>The lines of an intent that was taken.</summary>
    public IReadOnlyList<ReceiptLine> Lines { get; private init; } = [];

    /// <summary>Codes of the faults of an intent that was refused; for an operator, the one code of the refusal.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    public static Answer Of(IntakeResult result) => result switch
    {
        IntakeResult.Taken taken => new Answer(202) { Lines = taken.Receipt.Orders },
        IntakeResult.Refused refused => new Answer(400) { Faults = [.. refused.Faults.Select(fault => fault.Code).Distinct()] },
        IntakeResult.Conflict => new Answer(409),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Not a result"),
    };

    /// <param name="result">What became of an act.</param>
    /// <param name="done">The status of one that was done: an agent's cancel is taken, an operator's act done.</param>
    public static Answer Of(ActResult result, int done = 200) => result switch
    {
        ActResult.Done => new Answer(done),
        ActResult.Refused refused => new Answer(refused.IsMalformed ? 400 : 409) { Faults = [refused.Code] },
        ActResult.NotFound => new Answer(404) { Faults = ["NOT_FOUND"] },
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Not a result"),
    };

    /// <summary>The answer of a call that failed, as the HTTP API gives it.</summary>
    public static Answer Of(Exception failure) => failure is StoreUnavailableException or FactsUnavailableException
        ? new Answer(503)
        : throw new InvalidOperationException($"The pipeline has failed an intent: {failure.GetType().Name}: {failure.Message}", failure);
}
