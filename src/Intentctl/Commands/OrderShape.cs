using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary>
/// Whether an answer is one of a pipeline. An exit code says what is safe to do next, so none is made of what something else has answered, or
/// half of an answer. Pure.
/// </summary>
internal static class OrderShape
{
    private static readonly string[] OfOrder = ["cl_ord_id", "symbol", "side", "state", "ord_status"];
    private static readonly string[] OfChecked = ["cl_ord_id", "symbol", "side", "outcome"];

    /// <summary>The path of the first thing that an order lacks; null when it has all.</summary>
    public static string? Missing(JsonElement order, string path) =>
        MissingText(order, path, OfOrder)
        ?? (ListCommand.States.Contains(order.Text("state")) ? null : $"{path}.state, which is none that this intentctl knows")
        ?? order.List("line").Select((one, i) => MissingText(one, $"{path}.line[{i}]", ["cl_ord_id", "state", "ord_status"])).FirstOrDefault(missing => missing is not null);

    /// <summary>The same of a receipt, or of any answer with a list of orders.</summary>
    public static string? MissingInReceipt(JsonElement answer) => MissingOf(answer, Missing, "intent_id");

    /// <summary>The same of an answer to a question.</summary>
    public static string? MissingInCheck(JsonElement answer) => MissingOf(answer, (line, path) =>
        MissingText(line, path, OfChecked) ?? (line.Text("outcome") == "duplicate" ? MissingText(line.Part("known"), $"{path}.known", ["state", "ord_status"]) : null), "intent_id");

    /// <summary>The first text that a brief lacks.</summary>
    public static string? MissingInBrief(JsonElement brief) => MissingText(brief, "$", ["headline", "from", "to"]);

    private static string? MissingOf(JsonElement answer, Func<JsonElement, string, string?> missing, string id) =>
        MissingText(answer, "$", [id])
        ?? (answer.List("orders").Any() ? null : "$.orders")
        ?? answer.List("orders").Select((order, i) => missing(order, $"$.orders[{i}]")).FirstOrDefault(one => one is not null);

    private static string? MissingText(JsonElement answer, string path, IEnumerable<string> names) => answer.ValueKind != JsonValueKind.Object ? $"{path} as an object"
        : names.FirstOrDefault(name => answer.Part(name) is not { ValueKind: JsonValueKind.String } text || text.GetString()!.Length == 0) is { } name ? $"{path}.{name}"
        : null;
}
