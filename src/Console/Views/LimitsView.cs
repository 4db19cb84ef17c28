using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Tables;
using Pipeline.Trading.Limits;

namespace Pipeline.WebConsole.Views;

/// <summary>The limits in force.</summary>
/// <param name="Book">The limits.</param>
/// <param name="Since">Since when the file is in force; null without one.</param>
/// <param name="IsBroken">Whether the file as it is now can't be put in force.</param>
public sealed record LimitsView(LimitBook Book, DateTimeOffset? Since, bool IsBroken)
{
    /// <param name="session">The snapshot.</param>
    /// <param name="judged">What this process judges by; null where it judges nothing, so that what was recorded last is shown.</param>
    /// <param name="defaults">Global limits where a file says nothing.</param>
    public static LimitsView Of(StoreSession session, LimitBook? judged, LimitSet defaults)
    {
        var row = LimitsTable.Find(session);
        return new LimitsView(judged ?? LimitsChange.Recorded(session, defaults), row?.At, row?.BrokenHash is not null);
    }
}
