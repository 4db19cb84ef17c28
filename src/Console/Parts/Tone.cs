using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.WebConsole.Parts;

/// <summary>What a colour says. It never says it alone: a word stands beside it.</summary>
public enum Tone
{
    /// <summary>Nothing to do.</summary>
    Idle,

    /// <summary>On its way.</summary>
    Info,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Waits for somebody.</summary>
    Warn,

    /// <summary>Wants a person.</summary>
    Bad,
}

internal static class Tones
{
    public static Tone Of(OrderState state) => state switch
    {
        OrderState.Held => Tone.Warn,
        OrderState.Unresolved => Tone.Bad,
        OrderState.Done => Tone.Idle,
        OrderState.Working => Tone.Info,
        _ => Tone.Info,
    };

    public static Tone Of(OrdStatus status) => status switch
    {
        OrdStatus.Filled => Tone.Good,
        OrdStatus.PartiallyFilled or OrdStatus.New or OrdStatus.PendingNew or OrdStatus.PendingCancel or OrdStatus.PendingReplace => Tone.Info,
        OrdStatus.Rejected or OrdStatus.Denied or OrdStatus.Unresolved => Tone.Bad,
        OrdStatus.Held or OrdStatus.Suspended or OrdStatus.Stopped => Tone.Warn,
        _ => Tone.Idle,
    };

    public static string Class(this Tone tone) => tone.ToString().ToLowerInvariant();
}
