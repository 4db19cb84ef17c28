namespace Pipeline.Store.Archiving;

/// <summary>How much a store holds.</summary>
public static class StoreSize
{
    /// <summary>How many bytes its data take; what was freed in a file of SQLite's and is used again is not counted.</summary>
    public static long UsedBytes(StoreSession session) => session.Dialect.UsedBytes(session);
}
