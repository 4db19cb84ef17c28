using Pipeline.Messages.Capabilities;
using Pipeline.Store.Tables;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Store.Queries;

/// <summary>What trades in pairs have brought, and what fees were taken of it, as a venue's terms for late fees look at it.</summary>
public static class FeeReceipts
{
    /// <summary>How many coins of a pair the venue may have taken and not listed yet.</summary>
    public static FeeAllowance OfCoins(StoreSession session, string venue, string account, string symbol, LateFees terms, DateTimeOffset now) => FeeAllowance.Of(
        PositionEntryTable.Since(session, venue, account, symbol, FeeAllowance.From(terms, now))
            .Select(entry => entry.IsFee ? new FeeReceipt(entry.At, 0, -entry.SignedQty) : new FeeReceipt(entry.At, Math.Max(0, entry.SignedQty), 0)),
        terms, terms.CoinDecimals, now);

    /// <summary>How much money of the sales of coins the venue may have taken and not listed yet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="venue">The venue.</param>
    /// <param name="account">The account there.</param>
    /// <param name="currency">What its cash is.</param>
    /// <param name="traded">The symbols that were ever traded.</param>
    /// <param name="terms">The venue's.</param>
    /// <param name="now">The time.</param>
    public static FeeAllowance OfMoney(
        StoreSession session, string venue, string account, string currency, IEnumerable<string> traded, LateFees terms, DateTimeOffset now)
    {
        var since = FeeAllowance.From(terms, now);
        var sales = traded.Where(symbol => Fill.BaseAsset(symbol) is { } coin && symbol == $"{coin}/{currency}")
            .SelectMany(symbol => PositionEntryTable.Since(session, venue, account, symbol, since))
            .Where(entry => entry is { IsFee: false, SignedQty: < 0 })
            .Select(entry => new FeeReceipt(entry.At, Math.Abs(entry.Value), 0));
        return FeeAllowance.Of(
            sales.Concat(FeeReportTable.MoneyTaken(session, venue, account, currency, terms.FeeType, since)), terms, LateFees.MoneyDecimals, now);
    }
}
