using System.Globalization;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Takes fees, and posts them among the account's activities.</summary>
internal sealed class Fees(FeeSchedule schedule, Account account, Ids ids, Agenda agenda)
{
    private const decimal Bps = 10_000;
    private const int CoinDigits = 9;

    private static readonly TimeSpan AfterMidnight = TimeSpan.FromMinutes(15);

    private readonly List<SimulatedFee> posted = [];
    private readonly Dictionary<DateTime, decimal> salesOfDay = [];
    private long made;

    /// <summary>What was posted, the oldest first.</summary>
    public IReadOnlyList<SimulatedFee> Posted => posted;

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
        var amount = isBuy ? RoundUp(trade.Qty * schedule.CryptoBps / Bps, CoinDigits) : RoundUp(value * schedule.CryptoBps / Bps, 2);
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
