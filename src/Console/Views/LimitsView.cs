using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;

namespace Pipeline.WebConsole.Views;

/// <summary>The limits in force.</summary>
/// <param name="Book">The limits.</param>
/// <param name="Since">Since when the file is in force; null without one.</param>
/// <param name="IsBroken">Whether the file as it is now can't be put in force.</param>
public sealed record LimitsView(LimitBook Book, DateTimeOffset? Since, bool IsBroken)
{
    public static LimitsView Of(StoreSession session, LimitBook book)
    {
        var row = LimitsTable.Find(session);
        return new LimitsView(book, row?.At, row?.BrokenHash is not null);
    }
}
