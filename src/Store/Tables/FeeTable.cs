using Pipeline.Trading.Ledger;

namespace Pipeline.Store.Tables;

/// <summary>What venues have taken, by account and by what it was taken in.</summary>
public static class FeeTable
{
    public static decimal Of(StoreSession session, string account, string currency) => session.QueryFirst<string>(
        "SELECT amount FROM fees WHERE account = @account AND currency = @currency", new { account, currency }) is { } amount ? decimal.Parse(amount) : 0;

    /// <summary>Books what a trade costs now instead of what it cost before.</summary>
    public static void Move(StoreSession session, string account, Fill before, Fill after)
    {
        if (before.Commission == after.Commission && before.CommCurrency == after.CommCurrency)
        {
            return;
        }

        Take(session, account, before.CommCurrency, -before.Commission);
        Take(session, account, after.CommCurrency, after.Commission);
    }

    /// <summary>Books what was taken, or given back when negative; nothing when it is in nothing.</summary>
    public static void Take(StoreSession session, string account, string? currency, decimal amount)
    {
        if (currency is not null && amount != 0)
        {
            session.Write(
                "INSERT INTO fees (account, currency, amount) VALUES (@account, @currency, @total) ON CONFLICT (account, currency) DO UPDATE SET amount = excluded.amount",
                new { account, currency, total = Of(session, account, currency) + amount });
        }
    }
}
