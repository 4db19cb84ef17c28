using System.Text;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>Documents in the venue's shape, with the odd fields and spellings that were seen in the wild.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Ten = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    public static NewOrderSingle NewOrder(string clOrdId = "OURS") => new()
    {
        ClOrdId = clOrdId, Account = "acc", Symbol = "AAPL", Side = Side.Buy, OrdType = OrdType.StopLimit, OrderQty = 10.50m, Price = 180.250m,
        StopPx = 179, TimeInForce = TimeInForce.Gtc, TransactTime = Ten,
    };

    /// <summary>The answer to <see cref="NewOrder"/>, with fields changed, added, or left out where their text is null.</summary>
    public static string Answer(params (string Name, string? Json)[] changes) => Answer("v-1", changes);

    /// <inheritdoc cref="Answer(ValueTuple{string, string}[])"/>
    public static string Answer(string id, params (string Name, string? Json)[] changes)
    {
        Dictionary<string, string?> fields = new()
        {
            ["id"] = $"\"{id}\"", ["client_order_id"] = "\"OURS\"", ["symbol"] = "\"AAPL\"", ["side"] = "\"buy\"", ["qty"] = "\"10.5\"", ["type"] = "\"stop_limit\"",
            ["time_in_force"] = "\"gtc\"", ["limit_price"] = "\"180.25\"", ["stop_price"] = "\"179\"", ["status"] = "\"accepted\"",
        };
        foreach (var (name, json) in changes)
        {
            fields[name] = json;
        }

        return $"{{{string.Join(',', fields.Where(field => field.Value is not null).Select(field => $"\"{field.Key}\":{field.Value}"))}}}";
    }

    public static string Order(
        string id = "v-1", string clOrdId = "OURS", string status = "new", string qty = "\"10\"", string filled = "\"0\"", DateTimeOffset? placed = null,
        DateTimeOffset? changed = null, string type = "limit", string side = "buy", string more = "") =>
        $$"""
        {"id":"{{id}}","client_order_id":"{{clOrdId}}","created_at":"{{placed ?? Ten:O}}","updated_at":"{{changed ?? placed ?? Ten:O}}",
         "submitted_at":"{{placed ?? Ten:O}}","filled_at":null,"expired_at ":null,"asset_class":"us_equity","notional":null,"symbol":"AAPL",
         "qty":{{qty}},"filled_qty":{{filled}},"filled_avg_price":null,"order_class":"","order_type":"{{type}}","type":"{{type}}","side":"{{side}}",
         "time_in_force":"day","limit_price":"180.25","stop_price":null,"status":"{{status}}","extended_hours":false,"legs":null{{more}}}
        """;

    public static string Fill(string execId, DateTimeOffset at, string orderId = "v-1", string qty = "10", string type = "fill", string more = "") =>
        $$"""
        {"activity_type":"FILL","cum_qty":"{{qty}}","id":"{{at:yyyyMMddHHmmssfff}}::{{execId}}","leaves_qty":"0","price":"180.1","qty":"{{qty}}",
         "side":"buy","symbol":"AAPL","transaction_time":"{{at:O}}","order_id":"{{orderId}}","type":"{{type}}"{{more}}}
        """;

    public static string Update(
        string eventWord, string? execId, string order, DateTimeOffset? at = null, string? qty = null, string? price = null, string more = "") =>
        $$"""
        {"stream":"trade_updates","data":{"event":"{{eventWord}}","execution_id":{{Quoted(execId)}},"price":{{Quoted(price)}},"qty":{{Quoted(qty)}},
         "position_qty":null,"timestamp":"{{at ?? Ten:O}}","order":{{order}}{{more}} } }
        """;

    public static string List(params string[] documents) => $"[{string.Join(',', documents)}]";

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
