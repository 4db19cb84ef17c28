using Pipeline.Messages.Fix;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>An order as the story's venue has it.</summary>
internal sealed class StoryOrder(string clOrdId, string orderId, string symbol, Side side, decimal orderQty)
{
    public string ClOrdId => clOrdId;

    public string OrderId => orderId;

    public string Symbol => symbol;

    public Side Side => side;

    public decimal SentQty { get; } = orderQty;

    public decimal OrderQty { get; set; } = orderQty;

    public bool IsCanceled { get; set; }

    public List<StoryTrade> Trades { get; } = [];

    public string? BaseAsset => symbol.EndsWith("/USD", StringComparison.Ordinal) ? symbol[..^4] : null;

    public decimal CumQty => Trades.Where(trade => !trade.IsBusted).Sum(trade => trade.Qty);

    public decimal CumValue => Trades.Sum(trade => trade.Value);

    public OrdStatus Status => CumQty >= OrderQty ? OrdStatus.Filled
        : IsCanceled ? OrdStatus.Canceled
        : CumQty > 0 ? OrdStatus.PartiallyFilled
        : OrdStatus.New;
}

/// <summary>A trade as it stands.</summary>
internal sealed class StoryTrade(string execId, DateTimeOffset at)
{
    public string ExecId { get; } = execId;

    public DateTimeOffset At => at;

    public decimal Qty { get; set; }

    public decimal Px { get; set; }

    /// <summary>What was paid for it, which a split leaves as it is.</summary>
    public decimal Value { get; set; }

    public decimal? Commission { get; set; }

    public string? CommCurrency { get; set; }

    public bool IsBusted { get; set; }

    /// <summary>The newest execution of its chain.</summary>
    public string Newest { get; set; } = execId;
}
