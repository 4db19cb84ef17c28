using Pipeline.Messages.Orders;
using Pipeline.Store.Tables;
using Pipeline.Trading.Fills;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Ledger;

/// <summary>
/// What the journal says of the cancels that somebody asked for: by whom and why, the attempt, what the venue answered, and when it is asked
/// again. When one without effect, or that nobody has asked the venue for, is looked after, no entry says.
/// </summary>
internal sealed class JournalCancels
{
    /// <summary>The kinds of entries that say something of a cancel beside those of <see cref="JournalOrders"/>, as SQL lists them.</summary>
    public const string Kinds = $"'{nameof(CancelOrder)}', '{JournalKinds.CancelAnswered}', '{JournalKinds.AlertRaised}'";

    /// <summary>The alerts that say something of one, as SQL lists them.</summary>
    public const string Alerts = "'ORDER_REOPENED', 'REJECTED_BUT_ACCEPTED', 'CANCEL_STUCK'";

    private readonly Dictionary<string, Asked> cancels = [];

    public void Add(JournalLine entry)
    {
        switch (entry.Kind)
        {
            case nameof(CancelOrder):
                Request(entry, entry.Parse<Requested>());
                break;
            case nameof(OrderDenied) when entry.Parse<Denied>() is { Code: Line.Canceled, Facts: { By: { } by, Why: { } why } }:
                EndHere(entry, by, why);
                break;
            case JournalKinds.CancelAnswered when cancels.TryGetValue(entry.OfOrder, out var asked) && entry.Parse<Answered>() is var answer:
                cancels[entry.OfOrder] = asked with { Outcome = answer.Result, NextAttemptAt = answer.Result == CancelResult.Requested ? LedgerRows.NotSaid : answer.NextAttemptAt };
                break;
            case JournalKinds.AlertRaised when entry.ClOrdId is { } clOrdId && cancels.TryGetValue(clOrdId, out var asked):
                cancels[clOrdId] = entry.Parse<Raised>().Code == Alert.CancelStuck.Code ? asked with { NextAttemptAt = null } : asked.Overtaken();
                break;
        }
    }

    /// <summary>The rows that the journal makes of <c>cancels</c>.</summary>
    /// <param name="isOver">Whether an order is over: of its cancel nobody asks again, and no entry says since when.</param>
    public LedgerRows Rows(Func<string, bool> isOver)
    {
        var rows = new LedgerRows("cancels", ["cl_ord_id"], ["by", "why", "at", "attempt", "outcome", "next_attempt_at"]);
        foreach (var (clOrdId, asked) in cancels)
        {
            rows.Make(clOrdId, asked.By, asked.Why, asked.At, asked.Attempt, asked.Outcome, isOver(clOrdId) ? LedgerRows.NotSaid : asked.NextAttemptAt);
        }

        return rows;
    }

    // The story of an order that is over tells of requests that went to those after it, too.
    private void Request(JournalLine entry, Requested said)
    {
        if (said.GoesTo is not null || said.Attempt is not { } attempt)
        {
            return;
        }

        var known = cancels.GetValueOrDefault(entry.OfOrder);
        cancels[entry.OfOrder] = (said.CanceledBy, said.AskedBeforeBy, known) switch
        {
            (null, _, null) => throw new FormatException($"journal {entry.Seq}: it asks again for a cancel that nobody has asked for"),
            (null, _, { } same) => same with { Attempt = attempt, Outcome = null, NextAttemptAt = LedgerRows.NotSaid },
            ({ } by, not null, { } taken) => taken with { By = by, Why = said.Why ?? "" },
            ({ } by, _, _) => new Asked(by, said.Why ?? "", entry.Time, attempt, null, LedgerRows.NotSaid),
        };
    }

    // It was never sent. A request that is under way stays whose it is.
    private void EndHere(JournalLine entry, string by, string why)
    {
        var known = cancels.GetValueOrDefault(entry.OfOrder);
        if (known is null or { Outcome: not null, NextAttemptAt: null })
        {
            cancels[entry.OfOrder] = new Asked(by, why, entry.Time, (known?.Attempt ?? 0) + 1, null, null);
        }
    }

    private sealed record Asked(string By, string Why, DateTimeOffset At, int Attempt, object? Outcome, object? NextAttemptAt)
    {
        /// <summary>It after its order was over and is open again. Whether a request without effect was given up before, is not always said.</summary>
        public Asked Overtaken() => NextAttemptAt == LedgerRows.NotSaid && Outcome is not null ? this with { Outcome = LedgerRows.NotSaid, NextAttemptAt = null }
            : Outcome is null || NextAttemptAt is not null ? this with { Outcome = CancelResult.Overtaken, NextAttemptAt = null }
            : this;
    }

    private sealed record Requested(string? CanceledBy, string? Why, int? Attempt, string? AskedBeforeBy, IReadOnlyList<string>? GoesTo);

    private sealed record Answered(string Result, DateTimeOffset? NextAttemptAt);

    private sealed record Denied(string? Code, Actor? Facts);

    private sealed record Actor(string? By, string? Why);

    private sealed record Raised(string Code);
}
