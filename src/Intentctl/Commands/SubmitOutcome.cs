using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary>What the answer to an intent means. Pure.</summary>
internal static class SubmitOutcome
{
    public static Report Of(Reply reply, Uri address) => reply.Status switch
    {
        202 => OrderShape.MissingInReceipt(reply.Body) is { } missing ? Refusal.NoPipeline(reply, address, isWrite: true, missing) : Taken(reply.Body),
        409 when reply.Problem.Length == 0 => Refusal.NoPipeline(reply, address, isWrite: true, "a problem document"),
        409 => new Report
        {
            Code = ExitCode.Conflict,
            Message = reply.Body.Text("title"),
            Next = "Nothing was recorded. If this is a retry, submit exactly what was submitted before; if the decision has changed, it is a new plan with a new rebalance_id.",
            Answer = reply.Body,
        },
        >= 200 and < 300 => Refusal.NoPipeline(reply, address, isWrite: true),
        _ => Refusal.Of(reply, address, isWrite: true),
    };

    private static Report Taken(JsonElement receipt)
    {
        var lines = receipt.List("orders").ToList();
        var code = OrderOutcome.CodeOf(lines.Select(OrderOutcome.CodeOf));
        var areKnown = lines.TrueForAll(line => line.Is("duplicate"));
        return new Report
        {
            Code = code == ExitCode.Ok && areKnown ? ExitCode.Duplicate : code,
            Next = (code, areKnown) switch
            {
                (ExitCode.Ok, true) => "It was taken before, and these are its orders: nothing was sent twice. `intentctl status` says what became of them.",
                (ExitCode.Ok, false) => "It is recorded. `intentctl status` says what becomes of it; don't submit it under another rebalance_id.",
                _ => OrderOutcome.Next(lines),
            },
            Answer = receipt,
        };
    }
}
