using NUnit.Framework;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What a venue asks of the orders in a symbol is kept as it was stated.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class InstrumentTableTests(StoreKind kind)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Every_demand_is_kept_and_the_newer_statement_takes_the_place_of_the_older()
    {
        using var store = TestStore.Create(kind);
        var stated = new InstrumentRules("BTC/USDT", Now)
        {
            TickSize = 0.01m, MinPrice = 0.01m, MaxPrice = 1_000_000, LotSize = 0.00001m, MinQty = 0.00001m, MaxQty = 9_000, MaxMarketQty = 100,
            MinNotional = 5, MaxNotional = 9_000_000, OrderTypes = [OrdType.Limit, OrdType.StopLimit], Fractions = false, SellsShort = true,
        };
        await store.Store.WriteAsync(session => Save(session, stated with { OrderTypes = [] }));
        await store.Store.WriteAsync(session => Save(session, stated));

        var kept = store.Store.Read(session => InstrumentTable.Find(session, "binance", "BTC/USDT"))!;

        Assert.That(kept.OrderTypes, Is.EqualTo(stated.OrderTypes));
        Assert.That(kept with { OrderTypes = stated.OrderTypes }, Is.EqualTo(stated));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task That_nothing_is_stated_of_order_types_is_told_from_none_being_taken(bool isStated)
    {
        using var store = TestStore.Create(kind);
        await store.Store.WriteAsync(session => Save(session, new InstrumentRules("BTC/USDT", Now) { OrderTypes = isStated ? [] : null }));

        Assert.That(store.Store.Read(session => InstrumentTable.Find(session, "binance", "BTC/USDT"))!.OrderTypes, isStated ? Is.Empty : Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    [TestCase(null)]
    public async Task That_nothing_is_stated_of_fractions_and_short_sales_is_told_from_yes_and_no(bool? stated)
    {
        using var store = TestStore.Create(kind);
        await store.Store.WriteAsync(session => Save(session, new InstrumentRules("AAPL", Now) { Fractions = stated, SellsShort = !stated }));

        var kept = store.Store.Read(session => InstrumentTable.Find(session, "binance", "AAPL"))!;

        Assert.That((kept.Fractions, kept.SellsShort), Is.EqualTo((stated, !stated)));
    }

    [Test]
    public async Task What_has_been_asked_for_once_is_asked_for_from_then_on_at_that_venue()
    {
        using var store = TestStore.Create(kind);
        Assert.That(store.Store.Read(session => InstrumentTable.IsAsked(session, "alpaca", "HON")), Is.False);

        foreach (var symbol in new[] { "HON", "AAPL", "HON" })
        {
            await store.Store.WriteAsync(session => InstrumentTable.Ask(session, "alpaca", symbol));
        }

        Assert.That(store.Store.Read(session => InstrumentTable.Asked(session, "alpaca")), Is.EqualTo(new[] { "AAPL", "HON" }));
        Assert.That(store.Store.Read(session => InstrumentTable.IsAsked(session, "alpaca", "HON")), Is.True);
        Assert.That(store.Store.Read(session => InstrumentTable.Asked(session, "binance")), Is.Empty);
    }

    private static bool Save(StoreSession session, InstrumentRules rules)
    {
        InstrumentTable.Save(session, "binance", [rules]);
        return true;
    }
}
