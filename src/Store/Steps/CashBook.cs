using Pipeline.Store.Tables;

namespace Pipeline.Store.Steps;

/// <summary>What a venue is expected to have in cash: what it had, and what was booked since. Whenever that is stated otherwise the journal says so.</summary>
public static class CashBook
{
    /// <summary>States what the venue has, which is as expected, or is its first word.</summary>
    /// <param name="session">The step.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="account">The account there.</param>
    /// <param name="currency">In what.</param>
    /// <param name="cash">What it has.</param>
    /// <param name="flow">What all fills and fees have brought.</param>
    /// <param name="seq">The journal's newest entry of what they are.</param>
    /// <param name="now">The time.</param>
    public static void State(StoreSession session, string venue, string account, string currency, decimal cash, decimal flow, long seq, DateTimeOffset now) =>
        Set(session, venue, account, currency, cash, flow, seq, "as the venue says", now);

    /// <summary>From now on the venue is expected to have so much more: an entry says so, a person has let it stand, or late fees explain it.</summary>
    public static void Move(StoreSession session, string venue, string account, decimal by, string why, DateTimeOffset now)
    {
        if (ReconciliationTable.Find(session, venue, account) is { Cash: { } cash, CashFlow: { } flow } known)
        {
            Set(session, venue, account, null, cash + by, flow, known.CashSeq, why, now);
        }
    }

    // What was booked moves both alike, and has entries of its own.
    private static void Set(StoreSession session, string venue, string account, string? currency, decimal cash, decimal flow, long? seq, string why, DateTimeOffset now)
    {
        var known = ReconciliationTable.Find(session, venue, account);
        if (known?.Cash - known?.CashFlow != cash - flow || known!.CashSeq is null)
        {
            JournalTable.Append(session, new JournalEntry(
                0, now, JournalKinds.CashStated, null, null, Stages.Reconciliation, null, Columns.Json(new { venue, account, currency, cash, cash_flow = flow, why })));
        }

        ReconciliationTable.SetCash(session, venue, account, cash, flow, seq);
    }
}
