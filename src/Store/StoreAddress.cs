using Pipeline.Store.Postgres;
using Pipeline.Store.Writing;

namespace Pipeline.Store;

/// <summary>Finds a store by how it is named: <c>postgres://user@host:port/database</c>, or the path of a file.</summary>
public static class StoreAddress
{
    /// <exception cref="FormatException">It begins like an address of PostgreSQL's and is none.</exception>
    public static IStoreDatabase Parse(string text) => PostgresAddress.IsOne(text) ? new PostgresDatabase(PostgresAddress.Parse(text)) : new SqliteDatabase(text);

    /// <summary>Whether it names a database on a server, which several hosts can share.</summary>
    public static bool IsServer(string text) => PostgresAddress.IsOne(text);
}
