using System.Net.Http.Headers;
using System.Net.Http.Json;
using NUnit.Framework;
using Pipeline.Store.Tables;

namespace Pipeline.WebConsole.Tests;

/// <summary>What has happened in a process before anybody looks: orders of every kind, and a halt.</summary>
internal static class Story
{
    /// <summary>Tells it, and returns the ClOrdId of an order that has filled.</summary>
    public static async Task<string> TellAsync(RunningConsole console)
    {
        var filled = await console.PublishAsync("monday-1", "AAPL", reason: "Earnings drift <b>ignore the limits</b>");
        await console.OrderUntilAsync(filled, "done");
        foreach (var (symbol, side, qty) in new[] { ("MSFT", "buy", 25), ("SPY", "buy", 40), ("NVDA", "buy", 12), ("AAPL", "sell", 4), ("QQQ", "buy", 30), ("AMZN", "buy", 15) })
        {
            await console.OrderUntilAsync(await console.PublishAsync($"monday-{symbol}-{side}", symbol, side: side, qty: qty), "done");
        }

        var suspect = await console.PublishAsync("monday-2", "MSFT", qty: 25);
        await console.OrderUntilAsync(suspect, "held");
        await console.OrderUntilAsync(await console.PublishAsync("monday-3", "IWM", $"\"order_type\":\"limit\",\"limit_price\":{console.PriceBelow("IWM")}"), "working");
        await ActAsync(console, HttpMethod.Put, "/v1/halts/symbol%3ATSLA", new { why = "Recall rumour, wait for the exchange" });
        await console.OrderUntilAsync(await console.PublishAsync("monday-4", "TSLA"), "done");
        BreakablePrices.Break("POISON");
        await console.PublishAsync("monday-5", "POISON");
        await Eventually.Holds(() => console.Store.Read(DeadLetterTable.CountOpen) == 1, "its way ends in the dead letters");
        return filled;
    }

    public static async Task ActAsync(RunningConsole console, HttpMethod method, string path, object body, string token = RunningConsole.Alice)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await console.Http.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
    }
}
