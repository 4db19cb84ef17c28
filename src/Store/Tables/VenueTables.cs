using Pipeline.Trading;

namespace Pipeline.Store.Tables;

/// <summary>What the venue stated last about an account, and how far its reports are in.</summary>
public static class VenueTables
{
    public static AccountRow? Account(StoreSession session, string venue, string account) => session.Kept("accounts", (venue, account), () => session.QueryFirst<AccountRow>(
        "SELECT cash, equity, at FROM accounts WHERE venue = @venue AND account = @account", new { venue, account }));

    /// <summary>Keeps what the venue states of an account; the first statement of a day also as the day's start.</summary>
    public static void SaveAccount(StoreSession session, string venue, string account, AccountRow row)
    {
        session.Write(
            """
            INSERT INTO accounts (venue, account, cash, equity, at) VALUES (@venue, @account, @Cash, @Equity, @At)
            ON CONFLICT (venue, account) DO UPDATE SET cash = excluded.cash, equity = excluded.equity, at = excluded.at
            """,
            new { venue, account, row.Cash, row.Equity, row.At });
        session.Write(
            "INSERT INTO daily_equity (venue, account, day, equity, at) VALUES (@venue, @account, @day, @Equity, @At) ON CONFLICT DO NOTHING",
            new { venue, account, day = TradingDay.NameOf(row.At), row.Equity, row.At });
    }

    /// <summary>The account's equity as the venue stated it first on the day of an instant; null when it has not yet.</summary>
    public static decimal? EquityAtDayStart(StoreSession session, string venue, string account, DateTimeOffset now) =>
        session.QueryFirst<string>(
            "SELECT equity FROM daily_equity WHERE venue = @venue AND account = @account AND day = @day", new { venue, account, day = TradingDay.NameOf(now) })
            is { } equity ? decimal.Parse(equity, System.Globalization.CultureInfo.InvariantCulture) : null;

    public static string? Watermark(StoreSession session, string venue, string account) => session.QueryFirst<string>(
        "SELECT watermark FROM watermarks WHERE venue = @venue AND account = @account", new { venue, account });

    public static void SaveWatermark(StoreSession session, string venue, string account, string watermark) => session.Write(
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
