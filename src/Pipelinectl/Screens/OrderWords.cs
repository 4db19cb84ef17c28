using System.Text.Json;
using Pipeline.Pipelinectl.Http;

namespace Pipeline.Pipelinectl.Screens;

/// <summary>An order in words: what was asked, where it stands, and what whoever is on call can do about it.</summary>
internal static class OrderWords
{
    public static string Terms(JsonElement order) =>
        $"{order.Text("side")} {order.Text("qty")} {order.Text("symbol")} {Spaced(order.Text("order_type"))}{order.Text(" at ", "limit_price")}{order.Text(", stop ", "stop_price")}"
        + $" {Spaced(order.Text("time_in_force"))}";

    public static string Standing(JsonElement order) =>
        $"{Spaced(order.Text("ord_status"))}, {order.Text("cum_qty")} of {order.Text("order_qty")} filled{order.Text(" at ", "avg_px")}{order.Text(", left ", "leaves_qty")}";

    /// <summary>What can be done next; null when nothing need be.</summary>
    public static string? Advice(JsonElement order) => (order.Text("state"), order.Text("ord_status"), order.Text("cl_ord_id")) switch
    {
        ("held", _, var id) when order.Text("code") == "AWAITS_PARENT" =>
            $"It goes on by itself once {order.Text("orig_cl_ord_id")}, which it replaces, is over. To end the whole line: pipelinectl order cancel {id} --why ...",
        ("working", _, var id) when order.Text("code") == "REMAINDER_ESCALATED" =>
            $"You decide about the rest: pipelinectl order cancel {id} --why ... ends it, pipelinectl order release {id} --why ... lets it rest.",
        ("held", _, var id) => $"It waits for you: pipelinectl order release {id}{order.Text(" --code ", "code")} --why ...   or: pipelinectl order deny {id} --why ...",
        ("unresolved", _, _) => "It may be at the venue. Never send it again by hand: the resolver asks the venue and goes on by itself when it knows. Each answer stands above.",
        ("submitting", _, _) => "It may be at the venue by now: its answer is awaited.",
        ("working", "pending_cancel", var id) =>
            $"Its cancel is on the way: the venue's report ends it. Once CANCEL_STUCK or CANCEL_REJECTED stands above, ask again: pipelinectl order cancel {id} --why ...",
        ("working", _, var id) => $"It is open at the venue. To end it: pipelinectl order cancel {id} --why ...",
        ("done", _, _) => null,
        (var state, _, var id) => $"It is {state}: on its way, not sent yet. To stop it: pipelinectl order cancel {id} --why ...",
    };

    /// <summary>What becomes of the remainder; empty where it rests, as remainders do.</summary>
    public static string Remainder(JsonElement order) => order.Part("fill_policy") is { ValueKind: JsonValueKind.Object } policy && policy.Text("type") != "rest"
        ? $"{Spaced(policy.Text("type"))} ({string.Join(", ", policy.EnumerateObject().Where(field => field.Name != "type").Select(field => $"{field.Name}={policy.Text(field.Name)}"))})"
        : "";

    /// <summary>The orders of its line, this one and those it replaced or that replace it; none where it is the only one.</summary>
    public static IEnumerable<string> Line(JsonElement order) => order.List("line").Select(one =>
        $"{one.Text("generation")}. {one.Text("cl_ord_id")}: {one.Text("qty")}{one.Text(" at ", "limit_price")}, {Spaced(one.Text("ord_status"))}, {one.Text("cum_qty")} filled{one.Text(", ", "code")}");

    private static string Spaced(string word) => word.Replace('_', ' ');
}
