using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary>What the state of an order means for whoever submitted it. Pure.</summary>
internal static class OrderOutcome
{
    // The worst of several decides: what must not be submitted again comes before what was refused.
    private static readonly ExitCode[] WorstFirst = [ExitCode.Conflict, ExitCode.Unknown, ExitCode.Rejected, ExitCode.Ok];

    /// <summary>The exit code of one order, as a list, a receipt or a status has it.</summary>
    public static ExitCode CodeOf(JsonElement order) => (Latest(order).Text("state"), Latest(order).Text("ord_status")) switch
    {
        ("done", "denied") when Latest(order).Text("code") == "NOTHING_LEFT" => ExitCode.Ok,
        ("unresolved", _) or (_, "unresolved") => ExitCode.Unknown,
        (_, "denied" or "rejected") => ExitCode.Rejected,
        _ => ExitCode.Ok,
    };

    /// <summary>The exit code of several, as the worst of their lines has it.</summary>
    public static ExitCode CodeOf(IReadOnlyList<JsonElement> orders) => CodeOf(Lines(orders).Select(CodeOf));

    /// <summary>The worst of several.</summary>
    public static ExitCode CodeOf(IEnumerable<ExitCode> codes) => codes.Append(ExitCode.Ok).MinBy(code => Array.IndexOf(WorstFirst, code));

    /// <summary>Whether an order waits for nothing that comes by itself: it is done, or a person must decide.</summary>
    public static bool IsOver(JsonElement order) => Latest(order) is var latest && (latest.Text("state") == "done" || IsHeld(latest));

    /// <summary>Whether nothing comes any more, whoever does what.</summary>
    public static bool IsDone(JsonElement order) => Latest(order).Text("state") == "done";

    /// <summary>Whether the checks are behind it: it is at the venue, held, unresolved or done.</summary>
    public static bool IsDecided(JsonElement order) => Latest(order) is var latest && (latest.Text("state") is "working" or "unresolved" or "done" || latest.Text("ord_status") == "unresolved" || IsHeld(latest));

    /// <summary>What to do about orders.</summary>
    public static string Next(IReadOnlyList<JsonElement> all)
    {
        var orders = Lines(all);
        var worst = CodeOf(orders.Select(CodeOf));
        var order = orders.FirstOrDefault(order => CodeOf(order) == worst);
        return (worst, Latest(order).Text("state")) switch
        {
            (ExitCode.Unknown, _) => "It may be at the venue. The pipeline asks the venue and records what it finds; ask status again in a minute. Never submit it again, under any rebalance_id.",
            (ExitCode.Rejected, _) => $"Don't try it again. code says why{Because(Latest(order))}; a changed decision is a new plan with a new rebalance_id.",
            _ when orders.Any(held => IsHeld(Latest(held))) => "A held order waits unsent: for its market to open, or for a person to release or deny it. code says which. Don't submit it again.",
            (_, "done") => "It is over: cum_qty has filled, at avg_px.",
            (_, "working") => "It is at the venue. Ask status again; cancel takes back what is left of it.",
            _ => "It is on its way. Ask status again in a second.",
        };
    }

    /// <summary>Whether an order's line is canceled, at the venue or before it was sent.</summary>
    public static bool IsCanceled(JsonElement order) =>
        Latest(order) is var latest && (latest.Text("ord_status") == "canceled" || (latest.Text("ord_status") == "denied" && latest.Text("code") == "CANCELED"));

    private static string Because(JsonElement order) => order.Text("code") is { Length: > 0 } code ? $" ({code})" : "";

    // A replacement is held by its pipeline, not for a person.
    private static bool IsHeld(JsonElement order) => order.Text("state") == "held" && order.Text("code") != "AWAITS_PARENT";

    // One for each line: of a plan's orders those of one line stand side by side, and none of them brings it along.
    private static List<JsonElement> Lines(IReadOnlyList<JsonElement> orders) =>
    [
        .. orders.GroupBy(order => order.Text("key") is { Length: > 0 } key ? key : order.Text("cl_ord_id"))
            .Select(line => line.Count() == 1 ? line.Single() : Latest([.. line.OrderBy(order => order.Part("generation") is { ValueKind: JsonValueKind.Number } nth ? nth.GetInt32() : 0)], line.First())),
    ];

    // A line whose remainder was given another price stands where the last of its orders does, but for one that says nothing of it.
    private static JsonElement Latest(JsonElement order) => Latest([.. order.List("line")], order);

    private static JsonElement Latest(List<JsonElement> line, JsonElement otherwise) => line.FindLastIndex(one => !IsAside(one, line)) is >= 0 and var last ? line[last] : otherwise;

    // A replacement that waits for the end of what it replaces, or will never be sent while that may still trade, or was not needed since that has filled or somebody has canceled the line.
    // Once that has ended otherwise, what is left is about to be sent, or is dropped.
    private static bool IsAside(JsonElement order, List<JsonElement> line)
    {
        var parent = line.FirstOrDefault(other => other.Text("cl_ord_id") == order.Text("orig_cl_ord_id"));
        return (order.Text("ord_status"), order.Text("code")) switch
        {
            ("denied", "NOTHING_LEFT") => true,
            _ when order.Text("orig_cl_ord_id").Length == 0 => false,
            ("denied", "CANCELED") => true,
            ("denied", _) => parent is not { ValueKind: JsonValueKind.Object } || parent.Text("state") != "done" || parent.Text("ord_status") == "filled",
            ("held", "AWAITS_PARENT") => parent is not { ValueKind: JsonValueKind.Object } || parent.Text("state") != "done",
            _ => false,
        };
    }
}
