using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Kit;

/// <summary>A report or a fee, and by what it is recognised when it comes a second time, from a list or from the stream.</summary>
public sealed record VenueNews
{
    /// <param name="report">A report.</param>
    /// <param name="at">When it happened, in the venue's time: an execution's own time, else when the order changed.</param>
    public VenueNews(ExecutionReport report, DateTimeOffset at)
    {
        (Report, At) = (report, at);
        Key = report switch
        {
            // A venue may give every correction of a trade the same id.
            { ExecType: ExecType.TradeCorrect, ExecId: { } execId } => $"{execId}|{report.LastQty:0.############################}|{report.LastPx:0.############################}",
            { ExecId: { } execId } => execId,
            _ => $"{report.OrderId}|{report.ExecType}|{report.OrdStatus}|{report.CumQty:0.############################}|{report.Text}|{at.UtcTicks}",
        };
    }

    /// <param name="fee">A fee.</param>
    public VenueNews(FeeReport fee) => (Fee, At, Key) = (fee, fee.TransactTime, $"fee|{fee.FeeId}");

    /// <summary>The report; null where it is a fee.</summary>
    public ExecutionReport? Report { get; }

    /// <summary>The fee; null where it is a report.</summary>
    public FeeReport? Fee { get; }

    public DateTimeOffset At { get; }

    /// <summary>The report, its words without what must be in no record (<see cref="IVenueManners.Redact"/>); null where it is a fee.</summary>
    public ExecutionReport? ReportWithout(Func<string, string> redact) => Report is null or { Text: null, Unread: null }
        ? Report
        : Report with { Text = Report.Text is { } text ? redact(text) : null, Unread = Report.Unread is { } unread ? redact(unread) : null };

    /// <summary>The ExecId where there is one, of a correction with what it states, of a fee its id; for a status, everything it says.</summary>
    public string Key { get; }
}
