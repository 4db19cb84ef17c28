using Pipeline.Messages.Fix;

namespace Pipeline.Store.Queries;

/// <summary>An execution as it is read.</summary>
internal sealed class FillViewRow
{
    public string ClOrdId { get; set; } = "";

    public string ExecId { get; set; } = "";

    public string? ExecRefId { get; set; }

    public string ExecType { get; set; } = "";

    public decimal LastQty { get; set; }

    public decimal LastPx { get; set; }

    public DateTimeOffset TransactTime { get; set; }

    public decimal? Bid { get; set; }

    public decimal? BidSize { get; set; }

    public decimal? Ask { get; set; }

    public decimal? AskSize { get; set; }

    public FillView ToView() => new()
    {
        ExecId = ExecId,
        ExecRefId = ExecRefId,
        ExecType = Columns.Word<ExecType>(ExecType),
        LastQty = LastQty,
        LastPx = LastPx,
        TransactTime = TransactTime,
        Bid = Bid,
        Ask = Ask,
        BidSize = BidSize,
        AskSize = AskSize,
    };
}
