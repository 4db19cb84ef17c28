using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca;

/// <summary>A report, and by what it is recognised when it comes a second time, from a list or from the stream.</summary>
/// <param name="Report">The report.</param>
/// <param name="At">When it happened, in the venue's time: an execution's own time, else when the order changed.</param>
internal sealed record VenueNews(ExecutionReport Report, DateTimeOffset At)
{
    /// <summary>The ExecId where there is one; for a status, everything it says.</summary>
    public string Key { get; } = Report.ExecId ??
        $"{Report.OrderId}|{Report.ExecType}|{Report.OrdStatus}|{Report.CumQty:0.############################}|{Report.Text}|{At.UtcTicks}";
}
