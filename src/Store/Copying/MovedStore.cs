namespace Pipeline.Store.Copying;

/// <summary>The mark of a store that has been copied to another one. Orders go on there, so nothing starts on this one: what is on its way in both would be sent by both.</summary>
/// <param name="Address">Where to.</param>
/// <param name="MovedAt">When, on the machine's clock.</param>
public sealed record MovedStore(string Address, DateTimeOffset MovedAt)
{
    /// <summary>The mark; null for a store that is served.</summary>
    public static MovedStore? Find(StoreSession session) => session.QueryFirst<MovedStore>("SELECT address, moved_at FROM moved_to");

    /// <summary>Why nothing starts on a store; null when it may be served.</summary>
    public static string? Refusal(IStoreDatabase database) => database.Look(Find) is { } moved
        ? $"the store {database.Name} was copied to {moved.Address} at {moved.MovedAt:yyyy-MM-dd HH:mm:ss} UTC, and orders go on there: start with --store {moved.Address}. "
            + $"Where that copy was given up before anything has started on it, `pipeline store reopen {database.Name}` has this one served again"
        : null;

    internal static void Mark(StoreSession session, string address, DateTimeOffset now) =>
        session.Execute("INSERT INTO moved_to (address, moved_at) VALUES (@address, @now)", new { address, now });

    /// <summary>Takes the mark away.</summary>
    public static void Reopen(StoreSession session) => session.Execute("DELETE FROM moved_to");
}
