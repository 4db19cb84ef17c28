using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary>What the answer to a question means: the code that submitting it would have come to. Pure.</summary>
internal static class CheckOutcome
{
    public static Report Of(Reply reply, Uri address) => reply.Status switch
    {
        200 => OrderShape.MissingInCheck(reply.Body) is { } missing ? Refusal.NoPipeline(reply, address, isWrite: false, missing) : Checked(reply.Body),
        409 => Refusal.Of(reply, address, isWrite: false) with { Code = ExitCode.Conflict },
        >= 200 and < 300 => Refusal.NoPipeline(reply, address, isWrite: false),
        _ => Refusal.Of(reply, address, isWrite: false),
    };

    private static Report Checked(JsonElement answer)
    {
        var lines = answer.List("orders").ToList();
        var code = OrderOutcome.CodeOf(lines.Select(CodeOf));
        var areKnown = lines.TrueForAll(line => line.Text("outcome") == "duplicate");
        return new Report
        {
            Code = code == ExitCode.Ok && areKnown ? ExitCode.Duplicate : code,
            Next = code switch
            {
                ExitCode.Conflict => "It would not be taken: a changed decision is a new plan with a new rebalance_id.",
                ExitCode.Unknown => "It is known, and may be at the venue: ask status. Never submit it again, under any rebalance_id.",
                ExitCode.Rejected => "It would be refused, or was: code and the rules that did not pass say why. Don't submit it like that.",
                _ when areKnown => "It is known already: submitting it changes nothing.",
                _ when lines.Exists(line => line.Text("outcome") == "hold") => "It would be taken and held: for its market to open, or for a person. code says which.",
                _ when lines.Exists(line => line.Text("outcome") == "wait") => "It would be taken and wait for a fact that nobody knows now: code and detail name it. At its valid_until it is denied.",
                _ => "It would go on. Nothing is recorded: submit it.",
            },
            Answer = answer,
        };
    }

    private static ExitCode CodeOf(JsonElement line) => line.Text("outcome") switch
    {
        "conflict" => ExitCode.Conflict,
        "deny" => ExitCode.Rejected,
        "duplicate" => OrderOutcome.CodeOf(line.Part("known")),
        _ => ExitCode.Ok,
    };
}
