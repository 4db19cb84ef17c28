namespace Pipeline.Store.Tables;

/// <summary>What the venue stated last about an account, and how far its reports are in.</summary>
public static class VenueTables
{
    public static AccountRow? Account(StoreSession session, string venue, string account) => session.QueryFirst<AccountRow>(
        "SELECT cash, equity, at FROM accounts WHERE venue = @venue AND account = @account", new { venue, account });

    public static void SaveAccount(StoreSession session, string venue, string account, AccountRow row) => session.Execute(
        """
        INSERT INTO accounts (venue, account, cash, equity, at) VALUES (@venue, @account, @Cash, @Equity, @At)
        ON CONFLICT (venue, account) DO UPDATE SET cash = excluded.cash, equity = excluded.equity, at = excluded.at
        """,
        new { venue, account, row.Cash, row.Equity, row.At });

    public static string? Watermark(StoreSession session, string venue, string account) => session.QueryFirst<string>(
        "SELECT watermark FROM watermarks WHERE venue = @venue AND account = @account", new { venue, account });

    public static void SaveWatermark(StoreSession session, string venue, string account, string watermark) => session.Execute(
        """
        INSERT INTO watermarks (venue, account, watermark) VALUES (@venue, @account, @watermark)
        ON CONFLICT (venue, account) DO UPDATE SET watermark = excluded.watermark
        """,
        new { venue, account, watermark });
}

public sealed class AccountRow
{
    public decimal Cash { get; set; }

    public decimal Equity { get; set; }

    public DateTimeOffset At { get; set; }
}
