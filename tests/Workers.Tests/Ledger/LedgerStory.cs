using Pipeline.Messages.Fix;

namespace Pipeline.Workers.Tests.Ledger;

/// <summary>
/// A venue's day by chance: orders that trade, are busted, corrected, replaced, split, canceled and over-filled. It keeps its own
/// books as it goes, in its own way: they are the truth that the pipeline's ledger is measured against.
/// </summary>
internal sealed class LedgerStory
{
    private static readonly DateTimeOffset Open = new(2026, 3, 2, 14, 30, 0, TimeSpan.Zero);

    private readonly bool splits;
    private readonly Random dice;
    private readonly List<StoryOrder> orders = [];
    private readonly List<(StoryOrder Order, StoryTrade Trade)> trades = [];
    private readonly HashSet<string> splitSymbols = [];
    private long ticks;
    private int ids;

    /// <param name="seed">All chance comes from it.</param>
    /// <param name="executions">How many executions it has at least.</param>
    /// <param name="splits">Whether symbols are split. A split that nobody tells of leaves orders that are over in old shares, as at the venue.</param>
    public LedgerStory(int seed, int executions, bool splits = true)
    {
        this.splits = splits;
        dice = new Random(seed);
        for (var i = 0; i < Math.Max(2, executions / 15); i++)
        {
            var order = new StoryOrder($"C{i:D6}", $"V{i:D6}", $"S{dice.Next(6)}{(dice.Next(4) == 0 ? "/USD" : "")}", dice.Next(2) == 0 ? Side.Buy : Side.Sell, dice.Next(50, 500));
            orders.Add(order);
            Say(order, ExecType.New, OrdStatus.New);
        }

        while (Executions < executions)
        {
            Act(orders[dice.Next(orders.Count)]);
        }
    }

    public IReadOnlyList<StoryOrder> Orders => orders;

    /// <summary>The venue's reports in the order in which it made them.</summary>
    public List<ExecutionReport> Reports { get; } = [];

    public int Executions { get; private set; }

    /// <summary>Every trade as it counts in the end, in the order of time.</summary>
    public IEnumerable<(StoryOrder Order, StoryTrade Trade)> Trades => trades.OrderBy(each => each.Trade.At).ThenBy(each => each.Trade.ExecId, StringComparer.Ordinal);

    private void Act(StoryOrder order)
    {
        var standing = order.Trades.Where(trade => !trade.IsBusted).ToList();
        switch (dice.Next(100))
        {
            case < 70 when !order.IsCanceled || dice.Next(20) == 0:
                Trade(order);
                break;
            case < 78 when standing.Count > 0:
                Bust(order, standing[dice.Next(standing.Count)]);
                break;
            case < 90 when standing.Count > 0:
                Correct(order, standing[dice.Next(standing.Count)]);
                break;
            case < 93 when !order.IsCanceled:
                Say(order, ExecType.PendingReplace, OrdStatus.PendingReplace);
                order.OrderQty += dice.Next(1, 50);
                Say(order, ExecType.Replaced, order.Status);
                break;
            case < 95 when !order.IsCanceled:
                Say(order, ExecType.PendingCancel, OrdStatus.PendingCancel);
                Say(order, ExecType.OrderStatus, order.Status);
                break;
            case 95 when !order.IsCanceled:
                order.IsCanceled = true;
                Say(order, ExecType.Canceled, OrdStatus.Canceled);
                break;
            case 96 when splits && dice.Next(4) == 0 && splitSymbols.Add(order.Symbol):
                Split(order.Symbol, dice.Next(2, 5));
                break;
        }
    }

    private void Trade(StoryOrder order)
    {
        // Several trades of a symbol often share an instant, and their ids say nothing about their order.
        var trade = new StoryTrade($"{dice.Next(1_000_000):D6}-{++ids}", At(dice.Next(3) == 0 ? 0 : 1))
        {
            Qty = dice.Next(1, 20), Px = dice.Next(1_000, 20_000) / 100m,
            Commission = dice.Next(3) == 0 ? dice.Next(1, 100) / 1_000m : null,
        };
        trade.CommCurrency = trade.Commission is null ? null : order.BaseAsset is { } asset && dice.Next(2) == 0 ? asset : "USD";
        trade.Newest = trade.ExecId;
        order.Trades.Add(trade);
        trades.Add((order, trade));
        Executed(order, ExecType.Trade, trade.ExecId, null, trade, trade.At);
    }

    private void Bust(StoryOrder order, StoryTrade trade)
    {
        trade.IsBusted = true;
        Executed(order, ExecType.TradeCancel, $"{dice.Next(1_000_000):D6}-{++ids}", Referred(trade), trade, At(1));
    }

    private void Correct(StoryOrder order, StoryTrade trade)
    {
        (trade.Qty, trade.Px) = (dice.Next(1, 20), dice.Next(1_000, 20_000) / 100m);
        var (id, reference) = ($"{dice.Next(1_000_000):D6}-{++ids}", Referred(trade));
        trade.Newest = id;
        Executed(order, ExecType.TradeCorrect, id, reference, trade, At(1));
    }

    // Some venues refer to the trade, others to the correction before.
    private string Referred(StoryTrade trade) => dice.Next(2) == 0 ? trade.ExecId : trade.Newest;

    private void Split(string symbol, int ratio)
    {
        foreach (var (_, trade) in trades.Where(each => each.Order.Symbol == symbol))
        {
            trade.Qty *= ratio;
            trade.Px /= ratio;
        }

        foreach (var order in orders.Where(order => order.Symbol == symbol))
        {
            order.OrderQty *= ratio;
            Say(order, ExecType.Restated, order.Status, ExecRestatementReason.GtCorporateAction);
        }
    }

    private DateTimeOffset At(int later) => Open.AddMilliseconds(ticks += later);

    private void Executed(StoryOrder order, ExecType exec, string id, string? reference, StoryTrade trade, DateTimeOffset at)
    {
        Executions++;
        trade.Value = trade.IsBusted ? 0 : trade.Qty * trade.Px;
        Reports.Add(Of(order, exec, order.Status, at) with
        {
            ExecId = id, ExecRefId = reference, LastQty = trade.Qty, LastPx = trade.Px,
            Commission = exec == ExecType.Trade ? trade.Commission : null, CommCurrency = exec == ExecType.Trade ? trade.CommCurrency : null,
        });
    }

    private void Say(StoryOrder order, ExecType exec, OrdStatus stated, ExecRestatementReason? reason = null) =>
        Reports.Add(Of(order, exec, stated, At(1)) with { ExecRestatementReason = reason });

    private static ExecutionReport Of(StoryOrder order, ExecType exec, OrdStatus stated, DateTimeOffset at) => new()
    {
        Venue = "paper", Account = "paper", OrderId = order.OrderId, ClOrdId = order.ClOrdId, ExecType = exec, OrdStatus = stated,
        Symbol = order.Symbol, Side = order.Side, OrderQty = order.OrderQty, CumQty = order.CumQty, TransactTime = at,
    };
}
