namespace Pipeline.Store.Tables;

/// <summary>Keys of strategies, a row a version. What proves a key is sealed; this table can't open it.</summary>
public static class AccessKeyTable
{
    private const string Selection =
        "SELECT key_id, version, strategy_id, kind, scopes, sealed, fingerprint, created_at, created_by, valid_until, revoked_at FROM access_keys";

    public static IReadOnlyList<AccessKey> All(StoreSession session) => session.Query<AccessKey>($"{Selection} ORDER BY strategy_id, created_at, key_id, version");

    /// <summary>The versions of a key, the newest first.</summary>
    public static IReadOnlyList<AccessKey> Versions(StoreSession session, string keyId) =>
        session.Query<AccessKey>($"{Selection} WHERE key_id = @keyId ORDER BY version DESC", new { keyId });

    /// <returns>False when the public key is known already.</returns>
    public static bool TryInsert(StoreSession session, AccessKey key) => session.Execute(
        """
        INSERT INTO access_keys (key_id, version, strategy_id, kind, scopes, sealed, fingerprint, created_at, created_by, valid_until, revoked_at)
        VALUES (@KeyId, @Version, @StrategyId, @Kind, @Scopes, @Sealed, @Fingerprint, @CreatedAt, @CreatedBy, @ValidUntil, @RevokedAt)
        ON CONFLICT (fingerprint) DO NOTHING
        """,
        Parameters(key)) == 1;

    /// <summary>Ends a version, or sets its end. The seal covers both, so it comes anew.</summary>
    public static void End(StoreSession session, AccessKey key) => session.Execute(
        "UPDATE access_keys SET sealed = @Sealed, valid_until = @ValidUntil, revoked_at = @RevokedAt WHERE key_id = @KeyId AND version = @Version",
        Parameters(key));

    private static object Parameters(AccessKey key) => new
    {
        key.KeyId, key.Version, key.StrategyId, key.Kind, key.Scopes, key.Sealed, key.Fingerprint, key.CreatedAt, key.CreatedBy, key.ValidUntil, key.RevokedAt,
    };
}

/// <summary>One version of a strategy's key.</summary>
public sealed record AccessKey
{
    public string KeyId { get; init; } = "";

    /// <summary>From 1, one more at each rotation.</summary>
    public long Version { get; init; }

    public string StrategyId { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>Words, separated by spaces.</summary>
    public string Scopes { get; init; } = "";

    public byte[] Sealed { get; init; } = [];

    public string? Fingerprint { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    /// <summary>When it ends, after a rotation.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}
