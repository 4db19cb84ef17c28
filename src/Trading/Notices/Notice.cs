using System.Text.RegularExpressions;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Orders;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Notices;

/// <summary>
/// Something to tell OpenClaw. It is made of a kind, an id of ours and a place in the journal, and of nothing else: no word of a venue,
/// a model, an agent or an operator can stand in it.
/// </summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">The order's ClOrdId, or the brief's id.</param>
/// <param name="Seq">The journal's sequence of what is told: later is newer.</param>
public sealed partial record Notice(NoticeKind Kind, string Subject, long Seq)
{
    /// <summary>The same for the same event, always: what a receiver tells repeats by.</summary>
    public string EventId => OrderKey.Hash($"pipeline/notice/1|{Kind}|{Subject}|{Seq}")[..32];

    /// <summary>What to tell of an order's entry in the journal; null when nothing is.</summary>
    /// <param name="entry">The facts of the entry that decide it.</param>
    public static Notice? Of(NoticeFacts entry) => KindOf(entry) is { } kind && entry.Subject is { } subject ? new Notice(kind, subject, entry.Seq) : null;

    /// <summary>Whether it says nothing new: an answer and the reports that follow it may all say that an order is rejected.</summary>
    /// <param name="before">Reads the earlier entries of its order, the oldest first.</param>
    public bool Repeats(Func<IEnumerable<NoticeFacts>> before) => Kind == NoticeKind.Rejected && before().Select(Of).OfType<Notice>().LastOrDefault()?.Kind == Kind;

    /// <summary>Whether a subject has the form of an id of ours. What has not is never told.</summary>
    public static bool IsId(string subject) => Id().IsMatch(subject);

    /// <summary>The text for people and agents: one of a fixed few, with the id in it.</summary>
    /// <exception cref="ArgumentException">The subject is no id.</exception>
    public string Text() => !IsId(Subject) ? throw new ArgumentException($"A notice of {Kind} has a subject that is no id") : Kind switch
    {
        NoticeKind.Filled => $"Pipeline notice: order {Subject} is filled. Details: intentctl status {Subject}",
        NoticeKind.Canceled => $"Pipeline notice: order {Subject} is canceled; a part of it may have filled, and a fill policy may go on with the rest under another id. Details: intentctl status {Subject}",
        NoticeKind.Denied => $"Pipeline notice: order {Subject} was denied by the pipeline. Do not send it again unchanged. Details: intentctl status {Subject}",
        NoticeKind.Rejected => $"Pipeline notice: order {Subject} was rejected by the venue. Details: intentctl status {Subject}",
        NoticeKind.Expired => $"Pipeline notice: order {Subject} has expired at the venue; a part of it may have filled. Details: intentctl status {Subject}",
        NoticeKind.Held => $"Pipeline notice: order {Subject} is held and waits unsent: for its market to open, or for an operator. Details: intentctl status {Subject}",
        NoticeKind.Unresolved => $"Pipeline notice: what became of order {Subject} is not known yet. It may be at the venue. Do not send it again. Details: intentctl status {Subject}",
        NoticeKind.Reopened => $"Pipeline notice: order {Subject} is open again, whatever was told of it before. Details: intentctl status {Subject}",
        NoticeKind.Brief => $"Pipeline notice: incident brief {Subject} is ready. Read it: intentctl brief",
        _ => throw new InvalidOperationException($"Nobody has said how {Kind} is told"),
    };

    private static NoticeKind? KindOf(NoticeFacts entry) => entry.Kind switch
    {
        // A replacement that was not needed, since what it was to replace has filled, is the pipeline's own affair; so is one that waits for the order that it replaces.
        nameof(OrderDenied) => entry.Code == Line.NothingLeft ? null : NoticeKind.Denied,
        nameof(OrderRejected) => NoticeKind.Rejected,
        nameof(OrderHeld) => entry.Code == Line.AwaitsParent ? null : NoticeKind.Held,
        nameof(ExecutionReport) => entry.OrdStatus switch
        {
            OrdStatus.Filled => NoticeKind.Filled,
            OrdStatus.Canceled => NoticeKind.Canceled,
            OrdStatus.Rejected => NoticeKind.Rejected,
            OrdStatus.Expired => NoticeKind.Expired,
            _ => null,
        },
        NoticeFacts.Alert => entry.Code switch
        {
            "ORDER_UNRESOLVED" => NoticeKind.Unresolved,
            // Of an order that was denied as never sent, a late word of the venue comes as one of the last two.
            "ORDER_REOPENED" or "REJECTED_BUT_ACCEPTED" or "PROVEN_ABSENT_BUT_ACCEPTED" or "REPORT_ON_UNSENT_ORDER" => NoticeKind.Reopened,
            _ => null,
        },
        NoticeFacts.Brief => NoticeKind.Brief,
        _ => null,
    };

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}

/// <summary>What of an entry of the journal decides whether something is told.</summary>
/// <param name="Seq">Its sequence.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Subject">Its order, or the brief it is about.</param>
/// <param name="OrdStatus">Of a report, where the order stands after it.</param>
/// <param name="Code">Of a hold and of an alert, its code.</param>
public sealed record NoticeFacts(long Seq, string Kind, string? Subject, OrdStatus? OrdStatus, string? Code)
{
    /// <summary>The journal's word for an alert.</summary>
    public const string Alert = "AlertRaised";

    /// <summary>The journal's word for an incident brief that can be read; its data names it as <c>brief_id</c>.</summary>
    public const string Brief = "BriefMade";

    /// <summary>The kinds of entries from which something may be told.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [nameof(OrderDenied), nameof(OrderRejected), nameof(OrderHeld), nameof(ExecutionReport), Alert, Brief];
}
