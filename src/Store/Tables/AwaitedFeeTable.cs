using System.Text.Json.Serialization;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Tables;

/// <summary>The fees that are awaited, as the last comparison found them.</summary>
public static class AwaitedFeeTable
{
    /// <summary>What is awaited of every account, the one first that is a break first.</summary>
    public static IReadOnlyList<AwaitedFeeRow> All(StoreSession session) => session.Query<AwaitedFeeRow>(
        "SELECT venue, account, subject, currency, amount, most, since, until FROM awaited_fees ORDER BY until, venue, account, subject");

    /// <summary>Whether anything is awaited of an account.</summary>
    public static bool HasAny(StoreSession session, string venue, string account) => session.Scalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM awaited_fees WHERE venue = @venue AND account = @account)", new { venue, account });

    /// <summary>Records what a comparison has found.</summary>
    /// <param name="session">The step.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="account">The account there.</param>
    /// <param name="fees">What is awaited.</param>
    /// <param name="isUncertain">Whether the comparison says nothing of a pair, or of money when null: what was found before stays.</param>
    /// <param name="now">The time.</param>
    public static void Record(
        StoreSession session, string venue, string account, IReadOnlyList<AwaitedFee> fees, Func<string?, bool> isUncertain, DateTimeOffset now)
    {
        var subjects = fees.Select(fee => fee.Symbol ?? Difference.Cash).ToHashSet();
        foreach (var over in All(session).Where(row => (row.Venue, row.Account) == (venue, account) && !subjects.Contains(row.Subject) && !isUncertain(row.Symbol)))
        {
            session.Execute("DELETE FROM awaited_fees WHERE venue = @venue AND account = @account AND subject = @Subject", new { venue, account, over.Subject });
        }

        foreach (var fee in fees)
        {
            session.Execute(
                """
                INSERT INTO awaited_fees (venue, account, subject, currency, amount, most, since, until)
                VALUES (@venue, @account, @subject, @Currency, @Amount, @Most, @now, @Until)
                ON CONFLICT (venue, account, subject) DO UPDATE SET amount = excluded.amount, most = excluded.most, until = excluded.until
                """,
                new { venue, account, subject = fee.Symbol ?? Difference.Cash, fee.Currency, fee.Amount, fee.Most, now, fee.Until });
        }
    }
}

/// <summary>A fee that a venue may have taken and has not listed yet.</summary>
public sealed class AwaitedFeeRow
{
    public string Venue { get; set; } = "";

    public string Account { get; set; } = "";

    /// <summary>The pair of whose coins it is missing, or <c>cash</c>.</summary>
    public string Subject { get; set; } = "";

    /// <summary>In what: the coin, or money.</summary>
    public string Currency { get; set; } = "";

    /// <summary>How much is missing at the venue.</summary>
    public decimal Amount { get; set; }

    /// <summary>How much it may have taken by its own terms: with more missing it is a break.</summary>
    public decimal Most { get; set; }

    /// <summary>When it was found first.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When it is a break, unless the venue lists it before.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>The pair; null of money.</summary>
    [JsonIgnore]
    public string? Symbol => Subject == Difference.Cash ? null : Subject;
}
