using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Operator;

/// <summary>A halt in force, as people are shown it.</summary>
/// <param name="Scope">What it covers.</param>
/// <param name="Mode">What it stops.</param>
/// <param name="By">Who tripped it.</param>
/// <param name="Why">Why.</param>
/// <param name="At">When.</param>
/// <param name="CancelOpen">Whether what is open in it is canceled.</param>
/// <param name="InFile">Whether the halt file says it now.</param>
/// <param name="ResumeRequestedBy">Which of two people wants it released; null when nobody has asked.</param>
/// <param name="ResumeExpiresAt">By when another must release it too.</param>
public sealed record HaltView(
    string Scope, HaltMode Mode, string By, string Why, DateTimeOffset At, bool CancelOpen, bool InFile, string? ResumeRequestedBy, DateTimeOffset? ResumeExpiresAt)
{
    /// <summary>Every halt in force, also what the file says and nobody has written down yet.</summary>
    public static IReadOnlyList<HaltView> All(StoreSession session, IHaltFile file, DateTimeOffset now)
    {
        var requests = ResumeTable.All(session, now).ToDictionary(request => request.Scope);
        var written = HaltTable.All(session);
        var unwritten = file.Look().Where(halt => written.All(other => other.Scope != halt.Scope));
        return [.. written.Concat(unwritten).Select(halt => Of(halt, requests.GetValueOrDefault(halt.Scope)))];
    }

    private static HaltView Of(Halt halt, ResumeRequest? request) => new(
        halt.Scope, halt.Mode, halt.By, halt.Why, halt.At, halt.CancelOpen, halt.InFile, request?.By, request?.ExpiresAt);
}
