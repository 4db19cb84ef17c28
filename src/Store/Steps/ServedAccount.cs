using Pipeline.Store.Tables;

namespace Pipeline.Store.Steps;

/// <summary>
/// A store is of one account at one venue at a time. Whoever was told another one would ask it about orders that it never had, take them for proven absent and send them
/// again there; so while anything is under way, nobody starts who was told another.
/// </summary>
public static class ServedAccount
{
    /// <summary>What the leases of those who follow an account begin with.</summary>
    private const string LeasePrefix = "venue/";

    /// <summary>The lease of who follows an account.</summary>
    public static string LeaseOf(string venue, string account) => $"{LeasePrefix}{venue}/{account}";

    /// <summary>Why a process may not serve an account on this store; null when it may.</summary>
    /// <param name="session">The step.</param>
    /// <param name="venue">The venue that it was told.</param>
    /// <param name="account">The account there.</param>
    /// <param name="endpoint">Where the venue is, as far as that tells its orders apart.</param>
    public static string? Refusal(StoreSession session, string venue, string account, string endpoint)
    {
        var underWay = OrderTable.AccountsUnderWay(session);
        var mine = (venue, account);
        return underWay.Where(one => one != mine).Select(other => $"orders of this store are under way at {other.Venue}, account {other.Account}").FirstOrDefault()
            ?? (LeaseTable.Held(session, LeasePrefix, session.Now).FirstOrDefault(name => name != LeaseOf(venue, account)) is { } lease
                ? $"a process that runs, or ended seconds ago, follows {lease[LeasePrefix.Length..].Replace("/", ", account ", StringComparison.Ordinal)} with this store" : null)
            ?? (ReconciliationTable.EndpointOf(session, venue, account) is { } was && was != endpoint && underWay.Contains(mine)
                ? $"orders of this store are under way at {venue}, account {account}, at {was} and not at {endpoint}" : null);
    }
}
