using Pipeline.Messages.Fix;
using static Pipeline.Venues.Conformance.Cases.Telling;
using static Pipeline.Venues.Conformance.ConformancePlay;

namespace Pipeline.Venues.Conformance.Cases;

/// <summary>A venue that misbehaves. Nothing is taken for more than it proves, and nothing is lost.</summary>
internal static class FaultCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Unknown("F01", "a gateway answers 504 to an order that the venue took", """{"when":{"call":"submit"},"status":504}"""),
        Unknown("F02", "the connection breaks before the answer", """{"when":{"call":"submit"},"answer":"reset"}"""),
        Unknown("F03", "the answer is cut off", """{"when":{"call":"submit"},"answer":"truncated"}"""),
        Unknown("F04", "the answer is a page of HTML", """{"when":{"call":"submit"},"answer":"html"}"""),
        new("F05", "the venue refuses connections", "an order is sent", "not sent; no order", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            await play.QueryAsync(order.ClOrdId).ConfigureAwait(false);
            play.Act("""{"stop":{}}""");

            // Until its listener is closed a connection is broken, which proves nothing.
            var outcome = await play.SubmitAsync(order).ConfigureAwait(false);
            for (var tries = 0; outcome is SubmitOutcome.Unknown && tries < 200; tries++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), play.Venue.Clock, play.Stop).ConfigureAwait(false);
                outcome = await play.SubmitAsync(order).ConfigureAwait(false);
            }

            Require(outcome is SubmitOutcome.NotSent, $"it was {outcome}");
            Require(play.Venue.Simulated!.Orders.Count == 0, "there is an order");
        }) { NeedsFaults = true },
        new("F06", "nothing", "the venue answers 429 with Retry-After", "unknown, with how long to wait; both ports leave the venue alone", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            play.Behave("""{"when":{"call":"submit"},"accept":false,"status":429,"retry_after":"30s"}""");
            Require(await play.SubmitAsync(order).ConfigureAwait(false) is SubmitOutcome.Unknown { Refusal: null, RetryAfter.TotalSeconds: > 20 }, "it was not unknown with a time to wait");
            Require(play.Venue.OrderEntry.LeftAlone > TimeSpan.Zero && play.Venue.Reports.LeftAlone > TimeSpan.Zero, "the venue is not left alone");
        }) { NeedsFaults = true },
        new("F07", "nothing", "the answer has a field and a status that nobody knows", "acknowledged", async play =>
        {
            play.Behave("""{"when":{"call":"submit"},"set":{"status":"quantum","new_field":{"a":[1]}}}""");
            await play.AcknowledgedAsync(await play.RestingAsync().ConfigureAwait(false)).ConfigureAwait(false);
        }) { NeedsFaults = true },
        new("F08", "an order rests", "a look-up is answered with a 500, a page of a proxy, and half an answer", "each time unavailable, never a not-found", async play =>
        {
            var order = await play.RestingAsync().ConfigureAwait(false);
            await play.AcknowledgedAsync(order).ConfigureAwait(false);
            foreach (var fault in new[] { "\"status\":500", "\"status\":404,\"body\":\"<html>404</html>\"", "\"answer\":\"truncated\"" })
            {
                play.Behave($$"""{"name":"fault","when":{"call":"query"},{{fault}}}""");
                Require(await play.QueryAsync(order.ClOrdId).ConfigureAwait(false) is OrderQuery.Unavailable, $"with {fault} it was not unavailable");
                play.Act("""{"clear_behaviours":{"name":"fault"}}""");
            }
        }) { NeedsFaults = true },
        new("F09", "the stream is up", "the stream drops, an order is filled meanwhile, and the stream tells of it once it is back", "the fill is reported once; the interruption is counted", async play =>
        {
            var order = await StreamedAsync(play).ConfigureAwait(false);
            var interruptions = play.Venue.Reports.Interruptions;
            play.Act("""{"drop_stream":{}}""");
            play.Act($$$"""{"fill":{"cl_ord_id":"{{{order.ClOrdId}}}"}}""");
            await play.UntilAsync(() => play.TradesOf(order).Count > 0 && play.Venue.Reports.Interruptions > interruptions + 1, "the fill, or the stream's loss and return,").ConfigureAwait(false);
            play.Act($$$"""{"resend":{"cl_ord_id":"{{{order.ClOrdId}}}"}}""");
            var trades = (await EverythingAsync(play).ConfigureAwait(false)).Where(report => report.ExecType == ExecType.Trade).Select(trade => trade.ExecId).ToList();
            Require(trades.Count == 1, $"the fill was reported {trades.Count} times: {string.Join(", ", trades)}");
        }) { NeedsFaults = true, Lacks = can => can.Streams ? null : NoStream },
        new("F10", "the stream is up", "the stream loses a fill and doubles another", "both are reported, each once", async play =>
        {
            var (lost, doubled) = (await StreamedAsync(play).ConfigureAwait(false), await StreamedAsync(play).ConfigureAwait(false));
            play.Behave($$$"""{"when":{"event":"execution","cl_ord_id":"{{{lost.ClOrdId}}}"},"lose":true}""");
            play.Behave($$$"""{"when":{"event":"execution","cl_ord_id":"{{{doubled.ClOrdId}}}"},"repeat":3}""");
            play.Act($$$"""{"fill":{"cl_ord_id":"{{{lost.ClOrdId}}}"}}""");
            play.Act($$$"""{"fill":{"cl_ord_id":"{{{doubled.ClOrdId}}}"}}""");
            await play.UntilAsync(() => play.TradesOf(lost).Count == 1 && play.TradesOf(doubled).Count == 1, "both fills").ConfigureAwait(false);
            Require(play.Reports.Count(report => report.ExecType == ExecType.Trade) == 2, "a fill was reported twice");
        }) { NeedsFaults = true, Lacks = can => can.Streams ? null : NoStream },
        new("F13", "nothing", "the answer leaves out a term of the order, or its status", "each time unknown and no refusal; the order is found by its ClOrdId; one request an order", async play =>
        {
            string[] left = ["\"symbol\"", "\"side\"", "\"qty\",\"origQty\"", "\"type\"", "\"status\""];
            foreach (var fields in left)
            {
                play.Behave($$$"""{"when":{"call":"submit","count":1},"remove":[{{{fields}}}]}""");
                var order = await play.RestingAsync().ConfigureAwait(false);
                Require(await play.SubmitAsync(order).ConfigureAwait(false) is SubmitOutcome.Unknown { Refusal: null }, $"without {fields} it was not unknown");
                await play.FoundAsync(order.ClOrdId).ConfigureAwait(false);
            }

            Require(play.Venue.Simulated!.Calls.Count(call => call.Method == "POST") == left.Length, "an order was sent more than once");
        }) { NeedsFaults = true },
    ];

    private static ConformanceCase Unknown(string id, string act, string behaviour) => new(id, "nothing", act, "unknown and no refusal; the order is found by its ClOrdId; one request", async play =>
    {
        play.Behave(behaviour);
        var order = await play.RestingAsync().ConfigureAwait(false);
        Require(await play.SubmitAsync(order).ConfigureAwait(false) is SubmitOutcome.Unknown { Refusal: null }, "it was not unknown");
        await play.FoundAsync(order.ClOrdId).ConfigureAwait(false);
        Require(play.Venue.Simulated!.Calls.Count(call => call.Method == "POST") == 1, "it was sent more than once");
    }) { NeedsFaults = true };
}
