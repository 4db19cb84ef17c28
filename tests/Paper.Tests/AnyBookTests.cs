using CsCheck;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper.Tests;

/// <summary>What holds whatever the sequence of orders and quotes.</summary>
internal sealed class AnyBookTests
{
    private const int CloseAfter = 20;

    private static readonly Gen<Step> Quotes =
        from bid in Gen.Int[-6, 6]
        from spread in Gen.Int[1, 3]
        from bidSize in Gen.Int[0, 5]
        from askSize in Gen.Int[0, 5]
        from missing in Gen.Int[0, 9]
        select (Step)new Step.Show(
            missing == 0 ? null : 100 + (bid * 0.01m), bidSize * 100, missing == 1 ? null : 100 + ((bid + spread) * 0.01m), askSize * 100);

    private static readonly Gen<Step> Orders =
        from side in OneOf(Side.Buy, Side.Sell)
        from type in OneOf(OrdType.Market, OrdType.Limit, OrdType.Stop, OrdType.StopLimit)
        from tif in OneOf(TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok)
        from qty in Gen.Int[1, 900]
        from price in Gen.Int[-6, 9]
        from stop in Gen.Int[-6, 9]
        select (Step)new Step.Submit(Sample.Buy("", qty) with
        {
            Side = side,
            OrdType = type,
            TimeInForce = tif,
            Price = type is OrdType.Limit or OrdType.StopLimit ? 100 + (price * 0.01m) : null,
            StopPx = type is OrdType.Stop or OrdType.StopLimit ? 100 + (stop * 0.01m) : null,
        });

    private static readonly Gen<Step> Cancels = Gen.Int[1, 10].Select(which => (Step)new Step.Cancel($"o{which}"));

    private static readonly Gen<Step[]> Steps = Gen.Frequency((5, Quotes), (4, Orders), (1, Cancels)).Array[1, 40];

    private abstract record Step
    {
        public sealed record Show(decimal? Bid, decimal BidSize, decimal? Ask, decimal AskSize) : Step;

        public sealed record Submit(NewOrderSingle Order) : Step;

        public sealed record Cancel(string ClOrdId) : Step;
    }

    [Test]
    public void Fills_respect_the_size_shown_and_the_limit_and_everything_adds_up() => Steps.Sample(
        steps =>
        {
            using var exchange = Play(steps, lookEveryStep: false);
            var reports = exchange.Reports();
            var trades = reports.Where(report => report.ExecType == ExecType.Trade).ToList();
            NoSizeIsGivenAwayTwice(trades);
            FillsAreAtTheTouchAndWithinTheLimit(trades, exchange.Venue.Book.Orders().ToDictionary(order => order.ClOrdId));
            QuantitiesAddUp(reports);
            TheAccountIsTheSumOfTheFills(exchange.Account(), trades);
        },
        iter: 400);

    [Test]
    public void It_makes_no_difference_when_the_book_is_looked_at() => Steps.Sample(
        steps =>
        {
            using var lazy = Play(steps, lookEveryStep: false);
            using var eager = Play(steps, lookEveryStep: true);
            Assert.That(Sorted(eager), Is.EqualTo(Sorted(lazy)));
        },
        iter: 400);

    private static Exchange Play(Step[] steps, bool lookEveryStep)
    {
        var exchange = new Exchange(close: Sample.Second(CloseAfter));
        for (var i = 0; i < steps.Length; i++)
        {
            exchange.GoTo(Sample.Second(i));
            switch (steps[i])
            {
                case Step.Show show:
                    exchange.Market.Show(Sample.Second(i), show.Bid, show.BidSize, show.Ask, show.AskSize);
                    break;
                case Step.Submit submit:
                    exchange.Submit(submit.Order with { ClOrdId = $"o{i}" });
                    break;
                case Step.Cancel cancel:
                    exchange.Cancel(cancel.ClOrdId);
                    break;
            }

            if (lookEveryStep)
            {
                exchange.Account();
            }
        }

        return exchange;
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ExecutionReport[] Sorted(Exchange exchange) =>
        [.. exchange.Reports().OrderBy(report => report.ExecId, StringComparer.Ordinal)];

    private static void NoSizeIsGivenAwayTwice(IEnumerable<ExecutionReport> trades)
    {
        foreach (var taken in trades.GroupBy(trade => (trade.Quote, trade.Side)))
        {
            Assert.That(taken.Sum(trade => trade.LastQty), Is.LessThanOrEqualTo(taken.Key.Quote!.TouchSize(taken.Key.Side)));
        }
    }

    private static void FillsAreAtTheTouchAndWithinTheLimit(IEnumerable<ExecutionReport> trades, Dictionary<string, VenueOrder> orders)
    {
        foreach (var trade in trades)
        {
            var limit = orders[trade.ClOrdId!].Price;
            Assert.That(trade.LastPx, Is.EqualTo(trade.Quote!.Touch(trade.Side)));
            Assert.That(trade.LastQty, Is.GreaterThan(0));
            Assert.That(trade.Side == Side.Buy ? trade.LastPx <= (limit ?? decimal.MaxValue) : trade.LastPx >= (limit ?? 0));
        }
    }

    private static void QuantitiesAddUp(IEnumerable<ExecutionReport> reports)
    {
        foreach (var order in reports.GroupBy(report => report.ClOrdId))
        {
            var filled = 0m;
            foreach (var report in order)
            {
                filled += report.LastQty;
                var open = report.OrdStatus is OrdStatus.New or OrdStatus.PartiallyFilled;
                Assert.That(report.CumQty, Is.EqualTo(filled));
                Assert.That(report.LeavesQty, Is.EqualTo(open ? report.OrderQty - report.CumQty : 0));
                Assert.That(report.OrdStatus == OrdStatus.Filled, Is.EqualTo(report.CumQty == report.OrderQty));
            }
        }
    }

    private static void TheAccountIsTheSumOfTheFills(AccountState account, List<ExecutionReport> trades)
    {
        var bought = trades.Sum(trade => trade.Side == Side.Buy ? trade.LastQty : -trade.LastQty);
        var paid = trades.Sum(trade => (trade.Side == Side.Buy ? trade.LastQty : -trade.LastQty) * trade.LastPx);
        Assert.That(account.Positions.GetValueOrDefault(Sample.Symbol), Is.EqualTo(bought));
        Assert.That(account.Cash, Is.EqualTo(10_000_000m - paid));
    }
}
