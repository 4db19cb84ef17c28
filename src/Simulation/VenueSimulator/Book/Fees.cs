using System.Globalization;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Takes fees, and posts them among the account's activities.</summary>
internal sealed class Fees(FeeRules rules, Account account, Markets markets, Ids ids, Agenda agenda)
{
    private readonly FeeSchedule schedule = rules.Schedule;
    private readonly Dictionary<string, SimulatedFee> ofTrade = [];

    private const decimal Bps = 10_000;

    private static readonly TimeSpan AfterMidnight = TimeSpan.FromMinutes(15);

    private readonly List<SimulatedFee> posted = [];
    private readonly Dictionary<DateTime, decimal> salesOfDay = [];
    private long made;

    /// <summary>What was posted, the oldest first.</summary>
    public IReadOnlyList<SimulatedFee> Posted => posted;

    /// <summary>What was taken with a trade, where the venue states it so.</summary>
    public SimulatedFee? With(SimulatedExecution trade) => ofTrade.GetValueOrDefault(trade.ExecId);

    /// <summary>Takes what the schedule says for a trade.</summary>
    public void OfTrade(SimulatedExecution trade, DateTimeOffset now)
    {
        var order = trade.Order;
        var value = trade.Qty * trade.Px;
        if (order.Symbol.Split('/') is [var asset, _])
        {
            OfPair(order, asset, trade, value, now);
        }
        else if (order.Side == Side.Sell && schedule.SellBps > 0)
        {
            OfShares(value, now);
        }
    }

    /// <summary>Takes or gives back what a script says, at once.</summary>
    public void Take(FeeAct fee, SimulatedOrder? order, DateTimeOffset now)
    {
        var taken = new SimulatedFee
        {
            FeeId = NextId(), Amount = fee.Amount, Currency = fee.Currency, Symbol = fee.Symbol, IsOfPair = fee.Symbol?.Contains('/') == true, OrderId = order?.OrderId,
            Text = fee.Text ?? "Fee", CreatedAt = now, ListedAt = now + (fee.ListedAfter ?? TimeSpan.Zero),
        };
        account.Take(taken);
        posted.Add(taken);
    }

    private void OfPair(SimulatedOrder order, string asset, SimulatedExecution trade, decimal value, DateTimeOffset now)
    {
        var isBuy = order.Side == Side.Buy;
        if (rules.IsStatedWithTrades)
        {
            Commission(order, trade, value, now);
            return;
        }

        var amount = isBuy ? RoundUp(trade.Qty * schedule.CryptoBps / Bps, rules.CoinDigits) : RoundUp(value * schedule.CryptoBps / Bps, 2);
        if (amount == 0)
        {
            return;
        }

        var fee = new SimulatedFee
        {
            FeeId = NextId(), Amount = amount, Currency = isBuy ? asset : SimulatedFee.Money, Symbol = isBuy ? order.Symbol : null, IsOfPair = true, Px = trade.Px,
            Text = isBuy ? "Coin Pair Transaction Fee (Non USD)" : "Coin Pair Transaction Fee (USD)", CreatedAt = now, ListedAt = now,
        };
        account.Take(fee);
        agenda.Do(now + schedule.PostAfter, at => posted.Add(fee with { CreatedAt = at, ListedAt = at }), now);
    }

    // Binance takes a commission with the trade and states it there: of what is received, or of a coin that is held for it.
    private void Commission(SimulatedOrder order, SimulatedExecution trade, decimal value, DateTimeOffset now)
    {
        var (asset, cash) = order.Symbol.Split('/') is [var coin, var quote] ? (coin, quote) : throw new InvalidOperationException($"{order.Symbol} is no pair.");
        var (currency, symbol, amount) = schedule.CommissionAsset is { } other && other != asset
            ? (other, $"{other}/{cash}", value / PriceOf($"{other}/{cash}", now))
            : order.Side == Side.Buy ? (asset, order.Symbol, trade.Qty) : (cash, null, value);
        var taken = RoundUp(amount * schedule.CryptoBps / Bps, rules.CoinDigits);
        if (taken > 0)
        {
            var fee = new SimulatedFee
            {
                FeeId = NextId(), Amount = taken, Currency = currency, Symbol = symbol, IsOfPair = true, Px = trade.Px, OrderId = order.OrderId,
                Text = "Commission", CreatedAt = now, ListedAt = now,
            };
            account.Take(fee);
            ofTrade[trade.ExecId] = fee;
        }
    }

    private decimal PriceOf(string symbol, DateTimeOffset now) => markets.Of(symbol).Quote(now) is { Bid: { } bid, Ask: { } ask }
        ? (bid + ask) / 2
        : throw new ScriptException($"$.fees.commission_asset: {symbol} has no quote, so that nobody knows what a commission in it is worth");

    private void OfShares(decimal value, DateTimeOffset now)
    {
        if (schedule.SharesPosted == FeePosting.AfterFill)
        {
            agenda.Do(now + schedule.PostAfter, at => Post(value, at.UtcDateTime.Date, at), now);
            return;
        }

        var day = now.UtcDateTime.Date;
        if (!salesOfDay.TryGetValue(day, out var sales))
        {
            agenda.At(new DateTimeOffset(day.AddDays(1) + AfterMidnight, TimeSpan.Zero), at => Post(salesOfDay[day], day, at));
        }

        salesOfDay[day] = sales + value;
    }

    private void Post(decimal value, DateTime day, DateTimeOffset now)
    {
        var fee = new SimulatedFee
        {
            FeeId = NextId(), Amount = RoundUp(value * schedule.SellBps / Bps, 2), SubType = "REG", CreatedAt = now, ListedAt = now,
            Text = $"REG fee for proceed of ${JsonText.Number(value)} on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        };
        account.Take(fee);
        posted.Add(fee);
    }

    private string NextId() => ids.Fee(++made);

    private static decimal RoundUp(decimal amount, int digits) => Math.Round(amount, digits, MidpointRounding.ToPositiveInfinity);
}
