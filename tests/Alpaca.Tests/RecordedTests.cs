using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>Alpaca's own examples are understood, to the last field (Recorded/README.md says where they stand).</summary>
public sealed class RecordedTests
{
    [Test]
    public void The_fill_of_the_stream_is_a_trade_with_its_own_quantity_and_id()
    {
        var frame = JsonSerializer.Deserialize(Bytes("trade-update-fill"), AlpacaJson.Default.StreamFrame)!;
        var report = new NewsReader("acc").OfUpdate(frame.Data.Deserialize(AlpacaJson.Default.TradeUpdateDocument)!).Report!;

        Assert.That((report.ExecType, report.OrdStatus, report.ExecId), Is.EqualTo((ExecType.Trade, OrdStatus.Filled, "2f63ea93-423d-4169-b3f6-3fdafc10c418")));
        Assert.That((report.LastQty, report.LastPx, report.CumQty, report.Side, report.ClOrdId), Is.EqualTo((1790.86m, 105.8988475m, 1790.86m, Side.Sell, "4642fd68-d59a-47d7-a9ac-e22f536828d1")));
        Assert.That(report.Unread, Is.Null);
    }

    [TestCase("order", 15)]
    [TestCase("order-notional", 0)]
    public void An_order_is_read_with_its_terms(string file, decimal qty)
    {
        var document = JsonSerializer.Deserialize(Bytes(file), AlpacaJson.Default.OrderDocument)!;
        var order = OrderReader.ToVenueOrder(document);

        Assert.That((order.Symbol, order.Side, order.OrdType, order.OrderQty, order.CumQty), Is.EqualTo(("AAPL", Side.Buy, OrdType.Market, qty, 0m)));
        Assert.That(UnknownFields.RawOf(document.More), Is.Null);
    }

    [Test]
    public void The_answer_to_a_new_order_is_its_acknowledgement()
    {
        var sent = Sample.NewOrder("904837e3-3b76-47ec-b432-046db621571b") with { OrdType = OrdType.Market, OrderQty = 15, Price = 107, StopPx = 106 };

        Assert.That(
            AlpacaErrors.OfSubmit(new VenueReply.Answered(200, Bytes("order"), null), sent), Is.EqualTo(new SubmitOutcome.Acknowledged("904837e3-3b76-47ec-b432-046db621571b")));
    }

    [TestCase("order-without-status", "status")]
    [TestCase("order-without-qty", "qty")]
    public void The_answer_to_a_new_order_that_lacks_a_field_is_unknown(string file, string field)
    {
        var sent = Sample.NewOrder("904837e3-3b76-47ec-b432-046db621571b") with { OrdType = OrdType.Market, OrderQty = 15, Price = 107, StopPx = 106 };

        Assert.That(
            AlpacaErrors.OfSubmit(new VenueReply.Answered(200, Bytes(file), null), sent),
            Is.EqualTo(new SubmitOutcome.Unknown($"INCOMPLETE_ANSWER: order 904837e3-3b76-47ec-b432-046db621571b is answered without {field}")));
    }

    [Test]
    public void A_fill_of_the_activities_has_the_executions_id()
    {
        var activity = JsonSerializer.Deserialize(Bytes("activity-fill"), AlpacaJson.Default.ActivityDocument)!;
        var report = new NewsReader("acc").OfActivity(activity, null).Report!;

        Assert.That((report.ExecId, report.LastQty, report.LastPx, report.Symbol), Is.EqualTo(("8efc7b9a-8b2b-4000-9955-d36e7db0df74", 1m, 1.63m, "LPCN")));
        Assert.That(report.Unread, Is.Null);
    }

    [Test]
    public async Task An_asset_says_whether_parts_of_it_and_short_sales_are_taken()
    {
        using var venue = new StubVenue { OnRequest = _ => StubVenue.Json(Encoding.UTF8.GetString(Bytes("asset"))) };
        using var reports = new AlpacaReports(venue, null, "acc", StubVenue.Options, StubVenue.Credentials, TimeProvider.System, NullLogger<AlpacaReports>.Instance);

        var rules = (await reports.InstrumentsAsync(["AAPL"], CancellationToken.None)).Require("no rules").Single();

        Assert.That((rules.Symbol, rules.Fractions, rules.SellsShort), Is.EqualTo(("AAPL", (bool?)true, (bool?)true)));
    }

    private static byte[] Bytes(string file) => Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recorded", $"{file}.json")));
}
