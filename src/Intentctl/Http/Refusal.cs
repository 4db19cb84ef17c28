namespace Pipeline.Intentctl.Http;

/// <summary>What an answer that is no success means, whatever was asked. Pure.</summary>
internal static class Refusal
{
    /// <param name="reply">The answer.</param>
    /// <param name="address">Who answered.</param>
    /// <param name="isWrite">Whether what was asked may have been recorded.</param>
    public static Report Of(Reply reply, Uri address, bool isWrite) => reply.Status switch
    {
        401 => Invalid(reply, $"The pipeline at {address} does not take the credentials: {Said(reply)}", $"Trying again can't help. A person must look at PIPELINE_INTENT_TOKEN, or PIPELINE_INTENT_KEY_ID and its secret, and at the machine's clock.{Earlier(isWrite)}"),
        403 => Invalid(reply, $"These credentials may not do that: {Said(reply)}", $"Trying again can't help. A person must decide whether the agent may do it.{Earlier(isWrite)}"),
        404 => Invalid(reply, Said(reply), "Look at the id, and at PIPELINE_URL. `intentctl list` shows the orders that are known."),
        408 or 429 or >= 500 => NotNow(reply, address, isWrite),
        < 400 => NoPipeline(reply, address, isWrite),
        _ => Invalid(reply, Said(reply), "Nothing was recorded: mend what is named, and run it again with the same rebalance_id."),
    };

    /// <summary>What answers does not speak as a pipeline does.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="address">Who answered.</param>
    /// <param name="isWrite">Whether what was asked may have been recorded.</param>
    /// <param name="missing">What the answer would have had of a pipeline.</param>
    public static Report NoPipeline(Reply reply, Uri address, bool isWrite, string? missing = null) => new()
    {
        Code = ExitCode.Unavailable,
        Message = $"What answers at {address} is not a pipeline: it answered {reply.Status}{(missing is null ? "" : $" without {missing}")}",
        Next = "A person must look at PIPELINE_URL.",
        MayBeRecorded = isWrite ? true : null,
    };

    // A pipeline that answers 429 has recorded nothing, and one that answers 503 says whether it may have. Of other failures, a proxy's perhaps, nobody can say so.
    private static Report NotNow(Reply reply, Uri address, bool isWrite) => new()
    {
        Code = ExitCode.Unavailable,
        Message = $"The pipeline at {address} can't answer now: {Said(reply)}",
        Next = Retry(reply.RetryAfter),
        MayBeRecorded = isWrite ? !(reply.Status is 429 or 503 && reply.Problem.Length > 0) || reply.Body.Is("may_be_recorded") : null,
        Answer = reply.Body,
    };

    /// <summary>What to do when the pipeline has not answered.</summary>
    public static string Retry(int? seconds) =>
        $"Run the same command again {(seconds is { } after ? $"in {after} s" : "in a few seconds")}, with the same rebalance_id: what was recorded is not recorded twice.";

    // Whoever is not let in any more may have been let in before.
    private static string Earlier(bool isWrite) => isWrite ? " This call recorded nothing; an earlier one of the same plan that had no answer may have." : "";

    private static Report Invalid(Reply reply, string message, string next) => new() { Code = ExitCode.Invalid, Message = message, Next = next, Answer = reply.Body };

    // Every fault with its place, so that an agent can mend all of them at once.
    private static string Said(Reply reply)
    {
        var faults = reply.Body.List("errors").Select(fault => $"{fault.Text("path")} {fault.Text("code")}: {fault.Text("message")}").ToList();
        return reply.Body.Text("title") is { Length: > 0 } title
            ? $"{title}: {(faults.Count > 0 ? string.Join("; ", faults) : reply.Body.Text("detail"))}"
            : $"it answered {reply.Status}";
    }
}
