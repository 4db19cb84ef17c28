using System.Text.Json;
using Pipeline.Messages.Orders;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;

namespace Pipeline.Store.Timelines;

/// <summary>What was asked for, and what stages and people decided about it before it was sent.</summary>
internal static class DecisionSummaries
{
    public static IReadOnlyDictionary<string, Func<JournalEntry, JsonElement, string>> Kinds { get; } =
        new Dictionary<string, Func<JournalEntry, JsonElement, string>>
        {
            [JournalKinds.IntentReceived] = (_, data) => Received(data),
            [JournalKinds.IntentConflict] = (_, data) => $"The intent came again with other terms; nothing of that was taken{data.If(": ", "conflicts")}",
            [JournalKinds.OrdersArchived] = (_, data) =>
                $"Archived by {data.Say("by")} ({data.Say("why")}): its story until then is in batch {data.Say("batch")} of {data.Say("file")}; `zcat {data.Say("file")}` shows it",
            [nameof(OrderProposed)] = Proposed,
            [nameof(OrderValidated)] = (_, data) => Validated(data),
            [nameof(OrderDenied)] = Denied,
            [nameof(OrderHeld)] = (_, data) => $"Held: {Reason(data)}; waits {WaitsFor(data)}",
            [JournalKinds.FactAwaited] = (_, data) => $"Waits for a fact: {Reason(data)}; nothing is sent without it, and at {data.Say("valid_until")} the order is denied",
            [nameof(OrderReleased)] = (_, data) => $"Market {data.Say("market")} is {data.Say("session").ToLowerInvariant()}{Until(data)}: on to submission",
        };

    private static string Received(JsonElement data)
    {
        var intent = data.At("intent") ?? default;
        var lines = intent.At("orders") is { ValueKind: JsonValueKind.Array } orders ? orders.GetArrayLength() : 0;
        return $"Intent received by {data.Say("source")}: {lines} {(lines == 1 ? "order" : "orders")}, valid until {data.Say("valid_until")}"
            + intent.If("; limits ", "constraints") + intent.Quoted("; its reason, in the agent's words: ", "reason");
    }

    private static string Proposed(JournalEntry entry, JsonElement data) => entry.Stage switch
    {
        Stages.Operator when data.Has("replayed_by") =>
            $"Replayed from the dead letters by {data.Say("replayed_by")} ({data.Say("why")}): pass {entry.Pass} runs every check again",
        Stages.Operator =>
            $"Released from hold by {data.Say("released_from_hold_by")} ({data.Say("why")}): {data.Say("waived")} is waived, pass {entry.Pass} runs every other check again",
        Stages.Reconciliation when data.Has("replaces") =>
            $"Takes the place of {data.Say("replaces")}, which is over and asked about: {data.Say("terms", "qty")} {Terms(data.At("terms") ?? default)}, "
            + $"as {data.Say("filled_before")} of the line's {data.Say("line_qty")} are filled{data.If(" and ", "not_sent_again", " that were busted are not sent again")}; pass {entry.Pass} runs every check",
        Stages.Intake => $"Proposed: {data.Say("slot", "side")} {data.Say("terms", "qty")} {data.Say("slot", "symbol")} {Terms(data.At("terms") ?? default)}",
        _ => $"Released from hold by its {data.Say("released_from_hold_by")}: pass {entry.Pass} runs every check again",
    };

    private static string Terms(JsonElement terms) =>
        terms.Say("order_type") + terms.If(" at ", "limit_price") + terms.If(", stop ", "stop_price") + terms.If(", ", "time_in_force")
        + (terms.At("fill_policy") is { } policy ? $"; its remainder: {PolicySummaries.Words(policy)}" : "");

    private static string Validated(JsonElement data)
    {
        var rules = data.At("rules") is { ValueKind: JsonValueKind.Array } results ? results.GetArrayLength() : 0;
        return $"Passed all {rules} rules; reference price {data.Say("reference_px")}{data.If(", to trade at ", "price_bound", " at worst")}";
    }

    // Whoever ends an order says why: an operator that denies or cancels it, an agent that takes it back, a halt that cancels what is open.
    private static string Denied(JournalEntry entry, JsonElement data) => entry.Stage == Stages.Operator || (data.Say("code") == Line.Canceled && data.At("facts") is { } facts && facts.Has("by"))
        ? $"Denied by {(data.At("facts") ?? default).ByWhom()}: {data.Say("code")}; nothing was sent"
        : $"Denied: {Reason(data)}";

    private static string WaitsFor(JsonElement data) => data.Say("code") == Line.AwaitsParent ? "for the end of the order that it replaces"
        : data.Has("until") ? $"until {data.Say("until")}"
        : "for an operator to release or deny it";

    private static string Reason(JsonElement data) => data.Say("code") + data.If(": ", "detail");

    private static string Until(JsonElement data) => data.Has("facts", "session", "close") ? $" until {data.Say("facts", "session", "close")}" : "";
}
