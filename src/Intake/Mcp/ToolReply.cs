using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pipeline.Messages;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Intake.Mcp;

/// <summary>What a tool answers, in the words in which <c>intentctl</c> ends. The answer is what the HTTP API would have said.</summary>
/// <param name="Outcome">One of the words below.</param>
/// <param name="Next">What to do now.</param>
/// <param name="Answer">What the pipeline says.</param>
internal sealed record ToolReply(string Outcome, string Next, object? Answer)
{
    public const string Ok = "ok";
    public const string Invalid = "invalid";
    public const string Rejected = "rejected";
    public const string Duplicate = "duplicate";
    public const string Conflict = "conflict";
    public const string Unknown = "unknown";
    public const string Unavailable = "unavailable";

    private const string NeverAgain = "It may be at the venue, and nobody knows yet: ask order_status again. Never submit it again, under any rebalance_id.";
    private const string Refused = "Don't try it again as it was: code says why. A changed decision is a new plan with a new rebalance_id.";

    /// <summary>Nothing was recorded, since the request itself is wrong.</summary>
    public static ToolReply Wrong(string what, object? answer = null) => new(Invalid, $"Nothing was recorded. {what}", answer);

    /// <summary>Nobody has heard of what is asked for.</summary>
    public static ToolReply NotKnown() => new(Invalid, "No such order is known. If you have submitted it and got no answer, submit the same again, with the same rebalance_id.", null);

    /// <summary>Whether there is such an order nobody can say yet.</summary>
    public static ToolReply NotImported() => new(Unavailable, "The store was restored from a backup, and the venue's orders since then are not imported yet. Call the tool again in a few seconds.", null);

    /// <summary>The same may work later.</summary>
    /// <param name="why">What is in the way.</param>
    /// <param name="whatIsRecorded">What is known of the call, in a sentence.</param>
    public static ToolReply NotNow(string why, string whatIsRecorded = "Nothing was recorded.") =>
        new(Unavailable, $"{whatIsRecorded} Call the tool again in a few seconds with the same arguments: what was recorded is not recorded twice. ({why})", null);

    /// <summary>An intent was taken.</summary>
    public static ToolReply Taken(IntentReceipt receipt)
    {
        var outcome = Of(receipt.Orders.Select(line => (line.State, line.OrdStatus)));
        var areKnown = receipt.Orders.All(line => line.Duplicate);
        return outcome switch
        {
            Unknown => new(Unknown, NeverAgain, receipt),
            Rejected => new(Rejected, Refused, receipt),
            _ when areKnown => new(Duplicate, "It was taken before, and these are its orders: nothing was sent twice. order_status says what became of them.", receipt),
            _ => new(Ok, "It is recorded. order_status says what becomes of it; don't submit it under another rebalance_id.", receipt),
        };
    }

    /// <summary>Where orders are.</summary>
    public static ToolReply Status(IEnumerable<(OrderState, OrdStatus)> orders, object answer) => Of(orders) switch
    {
        Unknown => new(Unknown, NeverAgain, answer),
        Rejected => new(Rejected, Refused, answer),
        _ => new(Ok, "state says where an order is, ord_status what the venue has said of it. A held order waits for its market or for a person: don't submit it again.", answer),
    };

    public CallToolResult ToResult()
    {
        var structured = JsonSerializer.SerializeToElement(this, PipelineJson.Options);
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = structured.GetRawText() }],
            StructuredContent = structured,
            IsError = Outcome is Invalid or Conflict or Unavailable,
        };
    }

    private static string Of(IEnumerable<(OrderState State, OrdStatus OrdStatus)> orders)
    {
        var all = orders.ToList();
        return all.Exists(order => order.State == OrderState.Unresolved || order.OrdStatus == OrdStatus.Unresolved) ? Unknown
            : all.Exists(order => order.OrdStatus is OrdStatus.Denied or OrdStatus.Rejected) ? Rejected
            : Ok;
    }
}
