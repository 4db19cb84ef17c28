using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Orders;

namespace Pipeline.Host.Bench;

/// <summary>Orders that were never sent, each greater than the limits let through and no two alike, and messages about them as the bus writes them.</summary>
internal static class SeededOrders
{
    public const string IntentId = "bench";

    private const decimal TooMuch = 10_000_000;

    private static readonly JsonSerializerOptions Enveloped = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static string IdOf(int i) => $"BENCH{i:D27}";

    public static void InsertIntent(StoreSession session, DateTimeOffset now) => session.Execute(
        "INSERT INTO intents (intent_id, strategy_id, rebalance_id, portfolio, source, received_at, valid_until) VALUES (@IntentId, 'bench', 'bench', 'bench', 'http', @now, @now)",
        new { IntentId, now });

    public static Order Insert(StoreSession session, int i, DateTimeOffset now)
    {
        var order = new Order
        {
            ClOrdId = IdOf(i), Key = $"bench{i}", IntentId = IntentId, Slot = new OrderSlot("bench", "bench", "bench", $"{i}", $"S{i % 50}", Side.Buy),
            Terms = new OrderTerms { Qty = TooMuch + i, OrderType = OrdType.Market, TimeInForce = TimeInForce.Day }, Venue = "paper", Account = "paper", ReceivedAt = now,
            ValidUntil = now + TimeSpan.FromHours(2),
        };
        OrderTable.Insert(session, -1 - i, order);
        OrderTable.SetDeadline(session, order.ClOrdId, order.ValidUntil);
        return order;
    }

    /// <summary>A message in the bus's envelope.</summary>
    public static byte[] Envelope(OrderMessage message, string messageId) => JsonSerializer.SerializeToUtf8Bytes(
        new { messageId, messageType = new[] { $"urn:message:Pipeline.Messages.Orders:{message.GetType().Name}" }, message = (object)message, headers = new { } }, Enveloped);
}
