using Pipeline.Store.Queries;
using Pipeline.Trading.Worklists;
using Pipeline.WebConsole.Parts;

namespace Pipeline.WebConsole.Views;

/// <summary>What needs a person, the most urgent first.</summary>
public sealed record WorklistView(IReadOnlyList<WorkItem> Items)
{
    /// <summary>Whether there may be more than stand here.</summary>
    public bool IsCut => Items.Count(item => item.Kind is WorkKind.Held or WorkKind.Approval or WorkKind.Unresolved or WorkKind.Stuck or WorkKind.StuckCancel or WorkKind.Escalated) >= WorklistQuery.Most
        || Items.Count(item => item.Kind == WorkKind.Break) >= WorklistQuery.Most;

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
