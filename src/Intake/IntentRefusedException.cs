using Pipeline.Access;

namespace Pipeline.Intake;

/// <summary>An intent over AMQP that can't be taken. It ends in the dead letters with this message: trying again can't help.</summary>
public sealed class IntentRefusedException : Exception
{
    public IntentRefusedException()
    {
    }

    public IntentRefusedException(string message)
        : base(message)
    {
    }

    public IntentRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static IntentRefusedException Of(IntakeResult.Refused refused) =>
        new("Intent refused: " + string.Join("; ", refused.Faults.Select(fault => $"{fault.Path}: {fault.Code}: {fault.Message}")));

    internal static IntentRefusedException Of(Refusal refusal) => new($"Intent refused: {refusal.Code}: {refusal.Title}. {refusal.Detail}");

    internal static IntentRefusedException Of(IntakeResult.Conflict conflict) =>
        new("Intent refused: " + string.Join("; ", conflict.Lines.Select(line =>
            $"{line.Path}: TERMS_CONFLICT: order {line.ClOrdId} in this slot has {line.Known}, the intent asks for {line.Asked}")));
}
