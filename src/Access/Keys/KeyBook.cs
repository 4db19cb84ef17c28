using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Access.Keys;

/// <summary>The strategies' keys, opened. Asked anew for every request, so that a revocation holds from its commit on.</summary>
/// <param name="store">Where they are.</param>
/// <param name="seal">Opens them; null where no master key is configured, and then there are none.</param>
public sealed class KeyBook(IStore store, KeySeal? seal)
{
    // Older versions have ended long since: a rotation leaves one beside the new one.
    private const int MostVersions = 4;

    /// <summary>The versions of a key, the newest first; empty when there is no such key.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    public IReadOnlyList<KeyVersion> Find(string keyId) => seal is null
        ? []
        : [.. store.Read(session => AccessKeyTable.Versions(session, keyId)).Take(MostVersions).Select(row => new KeyVersion(row, seal.Open(row)))];
}

/// <summary>One version of a key.</summary>
/// <param name="Row">What the store says of it.</param>
/// <param name="Proof">The secret, the public key or the token's hash; null when the row is not as it was sealed, and nothing of it may be believed.</param>
public sealed record KeyVersion(AccessKey Row, byte[]? Proof)
{
    public KeyKind Kind => Columns.Word<KeyKind>(Row.Kind);

    public bool HasEnded(DateTimeOffset now) => Row.RevokedAt is not null || Row.ValidUntil <= now;

    public Caller Caller() => Access.Caller.Strategy(Row.StrategyId, Row.KeyId, Row.Scopes.Split(' ').Select(Columns.Word<Scope>));

    /// <summary>Never shows the proof.</summary>
    public override string ToString() => $"{Row.KeyId}/{Row.Version}";
}
