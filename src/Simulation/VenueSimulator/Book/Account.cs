using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The account's cash and positions, and what open orders hold back of them.</summary>
internal sealed class Account(decimal startingCash)
{
    private readonly SortedDictionary<string, Holding> holdings = new(StringComparer.Ordinal);

    public decimal Cash { get; set; } = startingCash;

    public decimal HeldCash { get; private set; }

    public IEnumerable<KeyValuePair<string, Holding>> Positions => holdings.Where(entry => entry.Value.Qty != 0);

    /// <summary>What new orders may cost: cash that is not held back, without what short sales brought in and as much again.</summary>
    public decimal BuyingPower => Cash - HeldCash - (2 * holdings.Values.Where(held => held.Qty < 0).Sum(held => -held.Cost));

    public Holding Of(string symbol)
    {
        if (!holdings.TryGetValue(symbol, out var holding))
        {
            holdings.Add(symbol, holding = new Holding());
        }

        return holding;
    }

    /// <summary>Books a trade; a bust is the trade with its quantity turned around.</summary>
    public void Book(string symbol, Side side, decimal qty, decimal px)
    {
        var signed = side == Side.Buy ? qty : -qty;
        Cash -= signed * px;
        Of(symbol).Book(signed, px);
    }

    /// <summary>Takes a fee, from what is held where it is in the asset itself.</summary>
    public void Take(SimulatedFee fee)
    {
        if (fee.OfHolding is not 0 and var coins)
        {
            Of(fee.Symbol!).Take(coins);
        }
        else
        {
            Cash -= fee.Amount;
        }
    }

    /// <summary>Takes in, or gives out, what nobody traded.</summary>
    public void Transfer(TransferAct transfer)
    {
        Cash += transfer.Cash ?? 0;
        if (transfer.Symbol is { } symbol)
        {
            Of(symbol).Book(transfer.Qty!.Value, 0);
        }
    }

    /// <summary>Holds back for an order what is left of it, and lets go of the rest.</summary>
    public void Hold(SimulatedOrder order)
    {
        var cash = order.LeavesQty * order.HoldPx;
        HeldCash += cash - order.HeldCash;
        order.HeldCash = cash;
        if (order.Side == Side.Sell)
        {
            Of(order.Symbol).HeldForSells += order.LeavesQty - order.HeldQty;
            order.HeldQty = order.LeavesQty;
        }
    }
}

/// <summary>What is held of one symbol.</summary>
internal sealed class Holding
{
    /// <summary>Negative when sold short.</summary>
    public decimal Qty { get; private set; }

    /// <summary>What it cost, with its sign.</summary>
    public decimal Cost { get; private set; }

    public decimal HeldForSells { get; set; }

    public decimal AvgPx => Qty == 0 ? 0 : Cost / Qty;

    public decimal Available => Math.Max(0, Qty - HeldForSells);

    public void Book(decimal signedQty, decimal px)
    {
        var isMore = Qty == 0 || Math.Sign(Qty) == Math.Sign(signedQty);
        var closes = isMore ? 0 : Math.Min(Math.Abs(signedQty), Math.Abs(Qty)) * Math.Sign(signedQty);
        Cost += (closes * AvgPx) + ((signedQty - closes) * px);
        Qty += signedQty;
    }

    /// <summary>Loses so much to a fee; what is held has cost the same.</summary>
    public void Take(decimal coins)
    {
        Qty -= coins;
        Cost = Qty == 0 ? 0 : Cost;
    }

    /// <summary>Holds so much from the start.</summary>
    public void Open(decimal qty, decimal px) => (Qty, Cost) = (qty, qty * px);

    public void Split(decimal ratio)
    {
        Qty *= ratio;
        HeldForSells *= ratio;
    }
}
