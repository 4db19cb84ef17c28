using Pipeline.Trading.Worklists;
using Pipeline.WebConsole.Parts;

namespace Pipeline.WebConsole.Views;

/// <summary>What needs a person, the most urgent first.</summary>
public sealed record WorklistView(IReadOnlyList<WorkItem> Items)
{
    internal static string AddressOf(WorkItem item) => item.Kind switch
    {
        WorkKind.DeadLetters => $"dead-letters/groups/{item.Subject}",
        WorkKind.Break => "breaks",
        WorkKind.Halt => "halts",
        WorkKind.Throttle => "held",
        WorkKind.Alert => item switch
        {
            { ClOrdId: { } order } => $"orders/{order}",
            { Code: "HALT_FILE" } => "halts",
            { Code: "LIMITS_BROKEN" } => "limits",
            { Code: "MARKET_HALTED" or "SESSION_OVERRIDES_REFUSED" } => "sessions",
            _ => "audit?kind=alerts",
        },
        _ => $"orders/{item.Subject}",
    };

    internal static Tone ToneOf(WorkKind kind) => kind is WorkKind.Held or WorkKind.Approval or WorkKind.Escalated or WorkKind.Throttle ? Tone.Warn : Tone.Bad;
}
