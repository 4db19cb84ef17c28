using System.Text.Json;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Store.Timelines;

/// <summary>What was asked of the venue, and what it said.</summary>
internal static class VenueSummaries
{
    public static IReadOnlyDictionary<string, Func<JournalEntry, JsonElement, string>> Kinds { get; } =
        new Dictionary<string, Func<JournalEntry, JsonElement, string>>
        {
            [nameof(OrderSubmitting)] = (_, data) => Granted(data),
            [nameof(OrderAcknowledged)] = Acknowledged,
            [nameof(OrderRejected)] = (_, data) =>
                $"Venue rejected attempt {data.Say("attempt")}: {data.Say("code")}{data.Quoted(", in its words: ", "text_untrusted")}{data.If("; proven by ", "proof")}",
            [nameof(SubmissionUnresolved)] = (_, data) =>
                $"No usable answer to attempt {data.Say("attempt")}: {data.Say("reason")}. It may be at the venue, which is asked until that is known",
            [JournalKinds.NotSent] = (_, data) =>
                $"Attempt {data.Say("attempt")} was not sent, not a byte of it ({data.Say("reason")}): back to the gate for another attempt",
            [JournalKinds.VenueCalled] = (_, data) => Called(data, data.At("exchange") ?? default),
            [nameof(CancelOrder)] = CancelAsked,
            [JournalKinds.CancelAnswered] = (_, data) => CancelAnswered(data),
            [nameof(ExecutionReport)] = (entry, data) => Reported(entry, data),
            [JournalKinds.FeeReported] = (entry, data) => FeeTaken(entry, data.At("fee") ?? default),
        };

    private static string Granted(JsonElement data)
    {
        var sent = data.At("sent") ?? default;
        var terms = $"{sent.Say("side")} {sent.Say("order_qty")} {sent.Say("symbol")} {sent.Say("ord_type")}{sent.If(" at ", "price")}{sent.If(", stop ", "stop_px")}"
            + sent.If(", ", "time_in_force");
        return $"Granted attempt {data.Say("attempt")} (fencing {data.Say("fencing")}): "
            + (data.Is("asked_first") ? $"the store was restored, so the venue is asked for it before it is sent; {terms}" : $"may be sent until {data.Say("send_deadline")}; {terms}");
    }

    private static string Acknowledged(JournalEntry entry, JsonElement data) => entry.Stage == Stages.Submission
        ? $"Venue took attempt {data.Say("attempt")} as order {data.Say("order_id")}{Call(data)}"
        : $"Attempt {data.Say("attempt")} was found at the venue{(data.Has("found", "order_id") ? $" as order {data.Say("found", "order_id")}" : "")}";

    private static string Call(JsonElement data) => data.Has("call", "adapter") ? $" (called by {data.Say("call", "adapter")}, tries: {data.Say("call", "tries")})" : "";

    // Word for word, as it went over the wire; all of it stands in the entry's data.
    private static string Called(JsonElement data, JsonElement exchange) =>
        $"{exchange.Say("method")} {exchange.Say("target")}{exchange.If(" ", "request")}{data.If(" (", "adapter", ")")}; "
        + (exchange.Has("status") ? $"answered {exchange.Say("status")}{exchange.If(": ", "answer")}" : exchange.Say("answer"));

    private static string CancelAsked(JournalEntry entry, JsonElement data) => data.Has("goes_to")
        ? $"Cancel of its line asked for by {data.ByWhom("canceled_by")}: this order is over, so it goes to {string.Join(", ", data.At("goes_to")!.Value.EnumerateArray())}"
        : data.Has("canceled_by") ? $"Cancel asked for by {data.ByWhom("canceled_by")}: the venue is asked to cancel what is left"
        : $"The venue is asked again to cancel, attempt {data.Say("attempt")}";

    private static string CancelAnswered(JsonElement data) => data.Say("result") switch
    {
        "requested" => "Venue took the request to cancel; its reports say what comes of it",
        "rejected" => $"Venue refused to cancel: {data.Say("facts")}",
        _ => $"No usable answer to the request to cancel {data.Say("facts")}{data.If("; asked again at ", "next_attempt_at")}",
    };

    private static string Reported(JournalEntry entry, JsonElement data)
    {
        var report = data.At("report") ?? default;
        var what = report.Say("exec_type") switch
        {
            "trade" => $"Fill of {report.Say("last_qty")} at {report.Say("last_px")} (execution {report.Say("exec_id")})",
            "trade_cancel" => $"Venue busted execution {report.Say("exec_ref_id")}",
            "trade_correct" => $"Venue corrected execution {report.Say("exec_ref_id")} to {report.Say("last_qty")} at {report.Say("last_px")}",
            "replaced" or "restated" when report.Say("ord_status") != "replaced" =>
                $"Venue reports {report.Say("exec_type")} for order {report.Say("order_id")}: it asks for {report.Say("order_qty")} now",
            var type => $"Venue reports {type.Replace('_', ' ')} for order {report.Say("order_id")}",
        };
        return $"{what}{VenueTime(entry, report)}: now {data.Say("ord_status").Replace('_', ' ')}, {data.Say("cum_qty")} filled"
            + data.If(" at ", "avg_px", " on average") + $", {data.Say("leaves_qty")} left" + report.Quoted("; venue's words: ", "text") + report.If("; ", "found");
    }

    private static string FeeTaken(JournalEntry entry, JsonElement fee)
    {
        var amount = fee.Say("amount");
        var what = amount.StartsWith('-') ? $"Venue gave back a fee of {amount[1..]}" : $"Venue took a fee of {amount}";
        return $"{what} {fee.Say("currency")}{fee.If(" for ", "symbol")} ({fee.Say("fee_type")} {fee.Say("fee_id")}){VenueTime(entry, fee)}{fee.Quoted("; venue's words: ", "text")}";
    }

    // The entry's own time is when we heard of it. Where the two are apart, somebody was late.
    private static string VenueTime(JournalEntry entry, JsonElement report) =>
        report.At("transact_time") is { } at && at.TryGetDateTimeOffset(out var then) && (entry.At - then).Duration() >= TimeSpan.FromSeconds(1)
            ? $" of {report.Say("transact_time")}"
            : "";
}
