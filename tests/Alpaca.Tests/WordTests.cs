using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Alpaca.Tests;

/// <summary>Alpaca's words in FIX's, and settings in addresses.</summary>
public sealed class WordTests
{
    private static readonly NewsReader Reader = new("acc");

    [TestCase("new", "new", ExecType.New, OrdStatus.New)]
    [TestCase("accepted", "accepted", ExecType.New, OrdStatus.New)]
    [TestCase("pending_new", "pending_new", ExecType.PendingNew, OrdStatus.PendingNew)]
    [TestCase("canceled", "canceled", ExecType.Canceled, OrdStatus.Canceled)]
    [TestCase("expired", "expired", ExecType.Expired, OrdStatus.Expired)]
    [TestCase("done_for_day", "done_for_day", ExecType.DoneForDay, OrdStatus.DoneForDay)]
    [TestCase("replaced", "replaced", ExecType.Replaced, OrdStatus.Replaced)]
    [TestCase("rejected", "rejected", ExecType.Rejected, OrdStatus.Rejected)]
    [TestCase("stopped", "stopped", ExecType.Stopped, OrdStatus.Stopped)]
    [TestCase("suspended", "suspended", ExecType.Suspended, OrdStatus.Suspended)]
    [TestCase("calculated", "calculated", ExecType.Calculated, OrdStatus.Calculated)]
    [TestCase("restated", "new", ExecType.Restated, OrdStatus.New)]
    [TestCase("pending_cancel", "pending_cancel", ExecType.PendingCancel, OrdStatus.PendingCancel)]
    [TestCase("pending_replace", "pending_replace", ExecType.PendingReplace, OrdStatus.PendingReplace)]
    public void An_event_is_a_report_without_an_ExecId(string word, string status, ExecType exec, OrdStatus ordStatus)
    {
        var report = Read(Sample.Update(word, "x-1", Sample.Order(status: status)));

        Assert.That((report.ExecType, report.OrdStatus, report.ExecId, report.LastQty, report.Text), Is.EqualTo((exec, ordStatus, (string?)null, 0m, (string?)null)));
    }

    [TestCase("held", "held")]
    [TestCase("order_cancel_rejected", "pending_cancel")]
    [TestCase("order_replace_rejected", "new")]
    public void What_leaves_the_order_as_it_is_is_a_status_that_says_why(string word, string status)
    {
        var report = Read(Sample.Update(word, "x-1", Sample.Order(status: status), more: ""","reason":"TOO_LATE_TO_CANCEL" """));

        Assert.That((report.ExecType, report.Text), Is.EqualTo((ExecType.OrderStatus, $"event={word}, TOO_LATE_TO_CANCEL")));
        Assert.That(report.IsCancelReject, Is.EqualTo(word == "order_cancel_rejected"));
    }

    [Test]
    public void A_bust_names_the_execution_it_takes_back()
    {
        var report = Read(Sample.Update("trade_bust", "x-2", Sample.Order(), qty: "4", price: "180", more: ""","previous_execution_id":"x-1","reason":"TRADE_BUST" """));

        Assert.That(
            (report.ExecType, report.ExecId, report.ExecRefId, report.LastQty, report.Text),
            Is.EqualTo((ExecType.TradeCancel, "x-2", "x-1", 4m, "TRADE_BUST")));
    }

    [TestCase("trade_bust", ExecType.TradeCancel, "x-1/bust")]
    [TestCase("trade_correct", ExecType.TradeCorrect, "x-1/correct")]
    public void A_bust_or_correction_that_names_none_is_about_the_execution_whose_id_it_bears(string word, ExecType exec, string execId)
    {
        var report = Read(Sample.Update(word, "x-1", Sample.Order(), qty: "3", price: "181"));

        Assert.That((report.ExecType, report.ExecId, report.ExecRefId), Is.EqualTo((exec, execId, "x-1")));
    }

    [Test]
    public void A_correction_states_the_quantity_and_price_that_count_now()
    {
        var report = Read(Sample.Update("trade_correct", "x-2", Sample.Order(), qty: "3", price: "181.5", more: ""","previous_execution_id":"x-1" """));

        Assert.That((report.ExecRefId, report.LastQty, report.LastPx), Is.EqualTo(("x-1", 3m, 181.5m)));
    }

    [Test]
    public void Every_status_has_its_report_and_no_list_makes_a_fill() => Assert.That(
        Enum.GetValues<OrdStatus>().Select(AlpacaWords.ToExecType), Has.None.AnyOf(ExecType.Trade, ExecType.TradeCancel, ExecType.TradeCorrect));

    [TestCase("https://paper-api.alpaca.markets", "", "", "https://data.alpaca.markets/", "wss://paper-api.alpaca.markets/stream")]
    [TestCase("http://127.0.0.1:9100", "", "", "http://127.0.0.1:9100/", "ws://127.0.0.1:9100/stream")]
    [TestCase("http://127.0.0.1:9100/behind/proxy", "", "", "http://127.0.0.1:9100/behind/proxy/", "ws://127.0.0.1:9100/behind/proxy/stream")]
    [TestCase("http://127.0.0.1:9100", "http://127.0.0.1:9200/d", "ws://[::1]:1/s", "http://127.0.0.1:9200/d/", "ws://[::1]:1/s")]
    public void Addresses_that_are_not_named_follow_from_the_trading_APIs(string url, string dataUrl, string streamUrl, string data, string stream)
    {
        var endpoints = AlpacaEndpoints.Of(new AlpacaOptions { Url = url, DataUrl = dataUrl, StreamUrl = streamUrl });

        Assert.That((endpoints.Data.ToString(), endpoints.Stream.ToString()), Is.EqualTo((data, stream)));
        Assert.That(new Uri(endpoints.Trading, "v2/orders").ToString(), Is.EqualTo($"{url}/v2/orders"));
    }

    [TestCase("", "secret")]
    [TestCase("key", "")]
    [TestCase("key", "two\nlines")]
    [TestCase("k y", "secret")]
    public void A_key_that_no_header_can_carry_is_refused_without_showing_it(string keyId, string secret) => Assert.That(
        () => new AlpacaCredentials(keyId, secret), Throws.ArgumentException.With.Message.Not.Contains("secret\n").And.Message.Not.Contains("two"));

    [Test]
    public void Pauses_double_up_to_half_a_minute_and_differ_between_those_who_failed_together()
    {
        var pauses = Enumerable.Range(1, 40).Select(failures => Backoff.Pause(TimeSpan.FromSeconds(1), failures, "a")).ToList();

        for (var failures = 1; failures <= 40; failures++)
        {
            var full = Math.Min(30, Math.Pow(2, failures - 1));
            Assert.That(pauses[failures - 1].TotalSeconds, Is.InRange(full / 2, full));
        }

        Assert.That(Enumerable.Range(0, 20).Select(who => Backoff.Pause(TimeSpan.FromSeconds(1), 5, $"{who}")).Distinct().Count(), Is.EqualTo(20));
        Assert.That(Backoff.Pause(TimeSpan.FromSeconds(1), 3, "a"), Is.EqualTo(pauses[2]));
    }

    private static ExecutionReport Read(string frame)
    {
        var data = JsonSerializer.Deserialize(frame, AlpacaJson.Default.StreamFrame)!.Data;
        return Reader.OfUpdate(data.Deserialize(AlpacaJson.Default.TradeUpdateDocument)!).Report!;
    }
}
