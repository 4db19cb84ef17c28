using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>A store from before exposures were counted by strategy.</summary>
public sealed class ExposureMigrationTests
{
    [Test]
    public void Its_exposures_are_made_anew_from_its_orders_to_the_last_digit()
    {
        using var folder = new TempFolder();
        var database = new SqliteDatabase(folder.File("pipeline.db"));
        database.Migrate();
        using (var connection = database.Open())
        {
            var session = new StoreSession(connection, null);
            session.Execute("INSERT INTO intents (intent_id, strategy_id, rebalance_id, portfolio, source, received_at, valid_until) VALUES ('i', 's', 'r', 'p', 'http', 't', 't')");
            foreach (var (id, strategy, side, reserved, filled) in new[]
            {
                ("a", "one", "buy", "0.000000000001", "10"), ("b", "one", "buy", "1000000000000", "0"), ("c", "one", "sell", "7", "2.5"), ("d", "o'ne", "sell", "3", "0"), ("e", "one", "buy", "0", "0"),
            })
            {
                session.Execute(
                    """
                    INSERT INTO orders (cl_ord_id, key, slot, intent_id, strategy_id, rebalance_id, portfolio, symbol, side, qty, order_type, time_in_force, venue, account,
                        received_at, valid_until, ord_status, cum_qty, reserved_qty)
                    VALUES (@id, @id, @id, 'i', @strategy, 'r', 'p', 'AAPL', @side, '1', 'market', 'day', 'paper', 'paper', 't', 't', 'pending_new', @filled, @reserved)
                    """,
                    new { id, strategy, side, reserved, filled });
            }

            Assert.That(session.Execute("DELETE FROM SchemaVersions WHERE ScriptName LIKE '%Exposures0020%'"), Is.EqualTo(1), "it had run, on no orders");
        }

        database.Migrate();

        using var migrated = database.Open();
        Assert.That(ExposureTable.OfSymbol(new StoreSession(migrated, null), "paper", "AAPL"), Is.EquivalentTo(new[]
        {
            new Exposure { Symbol = "AAPL", StrategyId = "one", BuyQty = 1_000_000_000_000.000000000001m, SellQty = 7, TradedQty = 7.5m },
            new Exposure { Symbol = "AAPL", StrategyId = "o'ne", SellQty = 3 },
        }));
    }
}
