using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Host.Rehearsals;

/// <summary>Something in an order's life that a reader of a rehearsal wants to see.</summary>
/// <param name="At">When it happened.</param>
/// <param name="What">A fill, a cancel, a denial: one word.</param>
/// <param name="Fill">For a fill, quantity and price.</param>
/// <param name="Quote">For a fill, the quote it came from.</param>
/// <param name="Why">Code and detail, where there is a reason.</param>
internal sealed record OrderEvent(DateTimeOffset At, string What, (decimal Qty, decimal Px)? Fill, Quote? Quote, string Why)
{
    /// <summary>The events of one order as its journal tells them.</summary>
    public static IReadOnlyList<OrderEvent> Of(StoreSession session, string clOrdId, string intentId) =>
        [.. JournalTable.OfOrder(session, clOrdId, intentId).Select(Of).OfType<OrderEvent>()];

    private static OrderEvent? Of(JournalEntry entry)
    {
        using var data = JsonDocument.Parse(entry.Data);
        return entry.Kind switch
        {
            nameof(OrderDenied) => Refused(entry, "denied", data.RootElement, "detail"),
            nameof(OrderHeld) => Refused(entry, "held", data.RootElement, "detail"),
            nameof(OrderRejected) => Refused(entry, "rejected", data.RootElement, "text_untrusted"),
            nameof(ExecutionReport) => Reported(data.RootElement.GetProperty("report").Deserialize<ExecutionReport>(PipelineJson.Options)!),
            _ => null,
        };
    }

    private static OrderEvent Refused(JournalEntry entry, string what, JsonElement data, string detail) => new(
        entry.At, what, null, null,
        $"{data.GetProperty("code").GetString()}: {(data.TryGetProperty(detail, out var text) ? text.GetString() : "")}");

    // Acceptance shows in what follows it, and a rejection was told by submission.
    private static OrderEvent? Reported(ExecutionReport report) => report.ExecType switch
    {
        ExecType.New or ExecType.PendingNew or ExecType.Rejected => null,
        ExecType.Trade => new OrderEvent(report.TransactTime, "fill", (report.LastQty, report.LastPx), report.Quote, ""),
        var type => new OrderEvent(report.TransactTime, Columns.Word(type), null, report.Quote, report.Text ?? ""),
    };
}
