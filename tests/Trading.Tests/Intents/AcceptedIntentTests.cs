using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Tests.Intents;

public sealed class AcceptedIntentTests
{
    [Test]
    public void The_sample_is_read_whole()
    {
        var intent = Sample.Parsed(Sample.Json);

        Assert.Multiple(() =>
        {
            Assert.That(intent with { Orders = [] }, Is.EqualTo(new Intent
            {
                SchemaVersion = 1,
                Portfolio = "core",
                Orders = [],
                Constraints = new IntentConstraints { MaxSlippageBps = 15, MaxExposurePct = 20 },
                Reason = "Earnings drift",
            }).Using<Intent>((x, y) => x with { Orders = y.Orders } == y));
            Assert.That(intent.Orders, Is.EqualTo(new[]
            {
                new IntentOrder { Symbol = "AAPL", Side = Side.Buy, Qty = 10, OrderType = OrdType.Limit, LimitPrice = 180.25m, TimeInForce = TimeInForce.Day },
            }));
        });
    }

    [Test]
    public void Every_field_is_read()
    {
        var intent = Sample.Parsed(Sample.EveryField);

        Assert.Multiple(() =>
        {
            Assert.That(intent.StrategyId, Is.EqualTo("momentum-1"));
            Assert.That(intent.RebalanceId, Is.EqualTo("2026-01-02 open"));
            Assert.That(intent.Constraints, Is.EqualTo(new IntentConstraints { MaxSlippageBps = 0, MaxExposurePct = 12.5m }));
            Assert.That(intent.Reason, Is.EqualTo("Drift, été 😀"));
            Assert.That(intent.ReasonCode, Is.EqualTo("DRIFT"));
            Assert.That(intent.Orders, Is.EqualTo(new[]
            {
                new IntentOrder
                {
                    Symbol = "BTC/USD", Side = Side.Buy, Qty = 0.5m, OrderType = OrdType.StopLimit,
                    LimitPrice = 91000, StopPrice = 90500.5m, TimeInForce = TimeInForce.Gtc, Leg = "a",
                },
                new IntentOrder { Symbol = "MSFT", Side = Side.Sell, Qty = 3, OrderType = OrdType.Market },
            }));
        });
    }

    [Test]
    public void A_deadline_is_kept_in_UTC()
    {
        var until = Sample.Parsed(Sample.EveryField).ValidUntil!.Value;

        Assert.Multiple(() =>
        {
            Assert.That(until.Offset, Is.EqualTo(TimeSpan.Zero));
            Assert.That(until, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 15, 4, 5, 250, TimeSpan.Zero)));
        });
    }

    [TestCase("aapl", "AAPL")]
    [TestCase("brk.b", "BRK.B")]
    [TestCase("Btc/Usd", "BTC/USD")]
    [TestCase("x-1", "X-1")]
    public void A_symbol_is_kept_in_upper_case(string sent, string kept) =>
        Assert.That(Sample.Parsed(Sample.With("AAPL", sent)).Orders[0].Symbol, Is.EqualTo(kept));

    [Test]
    public void Every_order_type_takes_every_time_in_force(
        [Values("market", "limit", "stop", "stop_limit")] string type,
        [Values("day", "gtc", "opg", "ioc", "fok", "cls", "extended_hours")] string timeInForce)
    {
        var prices = (type.Contains("limit") ? ",\"limit_price\":2" : "") + (type.Contains("stop") ? ",\"stop_price\":3" : "");
        var line = $$"""{"symbol":"A","side":"buy","qty":1,"order_type":"{{type}}","time_in_force":"{{timeInForce}}"{{prices}}}""";

        Assert.That(Sample.Parsed(Sample.WithLines(line)).Orders, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_field_name_may_be_spelled_with_escapes() =>
        Assert.That(Sample.Parsed(Sample.With("\"qty\":10", "\"qt\\u0079\":11")).Orders[0].Qty, Is.EqualTo(11m));

    [Test]
    public void A_hundred_lines_are_taken_and_one_more_is_refused()
    {
        var lines = Enumerable.Range(1, 101).Select(i => Sample.MarketLine($"S{i}")).ToList();

        Assert.That(Sample.Parsed(Sample.WithLines(lines.Take(100))).Orders, Has.Count.EqualTo(100));
        Sample.IsRefused(Sample.WithLines(lines), "$.orders BAD_LENGTH");
        Sample.IsRefused(Sample.WithLines([]), "$.orders BAD_LENGTH");
    }
}
