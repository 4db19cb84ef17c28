using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Pipeline.Access;
using Pipeline.Access.Keys;
using Pipeline.Access.Signatures;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;

namespace Pipeline.Operator;

/// <summary>What an operator may do about a strategy's keys. A secret is shown in the answer and stands nowhere else.</summary>
public sealed class KeyActs(IStore store, KeyBook book, IOptions<AccessOptions> options, WallClock wall, TimeProvider clock, KeySeal? seal)
{
    private static readonly ActResult NoMasterKey = new ActResult.Refused(
        "NO_MASTER_KEY", $"Keys are sealed with a master key, and none is configured: openssl rand -base64 32 > FILE; chmod 600 FILE; then --access-master-key-file FILE, or {AccessOptions.MasterKeyVariable}");

    /// <summary>Makes a key for a strategy.</summary>
    /// <param name="wanted">What it is to be.</param>
    /// <param name="actor">Who makes it and why.</param>
    public Task<ActResult> CreateAsync(WantedKey wanted, Actor actor)
    {
        if (seal is null || Fault(wanted) is not null)
        {
            return Task.FromResult(Fault(wanted) is { } fault ? ActResult.Malformed("BAD_KEY", fault) : NoMasterKey);
        }

        var row = new AccessKey
        {
            KeyId = KeyMaker.DrawKeyId(), Version = 1, StrategyId = wanted.StrategyId, Kind = Columns.Word(wanted.Kind),
            Scopes = string.Join(' ', wanted.Scopes.Distinct().Order().Select(Columns.Word)), CreatedAt = wall.Now, CreatedBy = actor.By,
        };
        return AddAsync(row, wanted.PublicKey, actor, JournalKinds.KeyCreated, $"Key {row.KeyId} of {row.StrategyId} may {row.Scopes}", endOthers: null);
    }

    /// <summary>Gives a key another secret. The one before is good beside it for the overlap.</summary>
    /// <param name="keyId">Which.</param>
    /// <param name="publicKey">The holder's new public key, for a key of that kind.</param>
    /// <param name="actor">Who rotates it and why.</param>
    public async Task<ActResult> RotateAsync(string keyId, string? publicKey, Actor actor)
    {
        if (seal is null)
        {
            return NoMasterKey;
        }

        if (book.Find(keyId) is not [var newest, ..] || newest.Row.RevokedAt is not null)
        {
            return new ActResult.NotFound($"There is no key {keyId} that is good");
        }

        if (newest.Proof is null)
        {
            return new ActResult.Refused("KEY_BROKEN", $"The row of key {keyId} is not as it was sealed: revoke it, and create another");
        }

        var end = wall.Now + options.Value.RotationOverlap;
        var alsoGood = book.Find(keyId)!.Skip(1).Where(version => version.Row.RevokedAt is null && (version.Row.ValidUntil is null || version.Row.ValidUntil > wall.Now)).Select(version => version.Row.Version).ToList();
        var ended = alsoGood.Count == 0 ? "" : $"; version {string.Join(", ", alsoGood)}, which was good beside it, ends now";
        var row = newest.Row with { Version = newest.Row.Version + 1, CreatedAt = wall.Now, CreatedBy = actor.By, Fingerprint = null, ValidUntil = null };
        return await AddAsync(
            row, publicKey, actor, JournalKinds.KeyRotated, $"Key {keyId} has another secret; the one before is good until {end:yyyy-MM-dd HH:mm:ss} UTC{ended}", endOthers: end).ConfigureAwait(false);
    }

    /// <summary>Ends a key at once. It needs no master key to open it: what was changed in the store can be revoked too.</summary>
    public Task<ActResult> RevokeAsync(string keyId, Actor actor) => store.WriteAsync(session =>
    {
        var versions = AccessKeyTable.Versions(session, keyId);
        if (versions.Count == 0)
        {
            return new ActResult.NotFound($"There is no key {keyId}");
        }

        if (versions.All(version => version.RevokedAt is not null))
        {
            return new ActResult.Refused("REVOKED_ALREADY", $"Key {keyId} is revoked already");
        }

        foreach (var version in versions)
        {
            var revoked = version with { RevokedAt = wall.Now };
            AccessKeyTable.End(session, seal?.Open(version) is { } proof ? seal.Seal(revoked, proof) : revoked);
        }

        Record(session, JournalKinds.KeyRevoked, versions[0], actor);
        return (ActResult)new ActResult.Done($"Key {keyId} of {versions[0].StrategyId} opens nothing any more", []);
    });

    private async Task<ActResult> AddAsync(AccessKey row, string? publicKey, Actor actor, string kind, string what, DateTimeOffset? endOthers)
    {
        var kindOfKey = Columns.Word<KeyKind>(row.Kind);
        if (PublicKeyFault(kindOfKey, publicKey) is { } fault)
        {
            return ActResult.Malformed("BAD_KEY", fault);
        }

        var (shown, proof) = kindOfKey == KeyKind.Ed25519 ? (null, WebhookKeys.Public(publicKey!)) : KeyMaker.Draw(kindOfKey, row.KeyId);
        var fingerprint = kindOfKey == KeyKind.Ed25519 ? Convert.ToHexStringLower(SHA256.HashData(proof)) : null;
        var made = seal!.Seal(row with { Fingerprint = fingerprint }, proof);
        return await store.WriteAsync(session =>
        {
            // A refusal records nothing, so the others are ended when this one stands.
            var others = AccessKeyTable.Versions(session, row.KeyId);
            if (endOthers is not null && (others[0].Version != row.Version - 1 || others[0].RevokedAt is not null))
            {
                return new ActResult.Refused("KEY_CHANGED", $"Key {row.KeyId} was changed meanwhile; look at it again");
            }

            if (!AccessKeyTable.TryInsert(session, made))
            {
                return new ActResult.Refused("PUBLIC_KEY_KNOWN", "This public key is a key's already: every key has a pair of its own");
            }

            if (endOthers is { } end)
            {
                End(session, others, end);
            }

            Record(session, kind, made, actor);
            return (ActResult)new ActResult.Done(what, []) { Shown = new { made.KeyId, made.StrategyId, made.Kind, made.Scopes, secret = shown } };
        }).ConfigureAwait(false);
    }

    // Two are good at a time: with a second rotation within the overlap the oldest ends now.
    private void End(StoreSession session, IReadOnlyList<AccessKey> versions, DateTimeOffset end)
    {
        foreach (var version in versions)
        {
            var until = version == versions[0] ? end : wall.Now;
            if ((version.ValidUntil is null || version.ValidUntil > until) && seal!.Open(version) is { } proof)
            {
                AccessKeyTable.End(session, seal.Seal(version with { ValidUntil = until }, proof));
            }
        }
    }

    private static string? Fault(WantedKey wanted) =>
        HaltScope.Parse($"strategy:{wanted.StrategyId}") is null ? $"'{wanted.StrategyId}' is no name of a strategy"
        : wanted.Scopes.Count == 0 || wanted.Scopes.Any(scope => scope > Scope.Read) ? "A strategy's key has one or more of the scopes submit, cancel and read"
        : null;

    private static string? PublicKeyFault(KeyKind kind, string? publicKey)
    {
        if (kind != KeyKind.Ed25519)
        {
            return publicKey is null ? null : "A public key is for the kind ed25519";
        }

        try
        {
            WebhookKeys.Public(publicKey ?? "");
            return null;
        }
        catch (FormatException e)
        {
            return $"public_key {e.Message}";
        }
    }

    private void Record(StoreSession session, string kind, AccessKey key, Actor actor) => JournalTable.Append(session, new JournalEntry(
        0, clock.GetUtcNow(), kind, null, null, Stages.Operator, null,
        Columns.Json(new { key.KeyId, key.Version, key.StrategyId, key.Kind, key.Scopes, actor.By, actor.Why })));
}

/// <summary>A key that somebody wants made.</summary>
/// <param name="StrategyId">The one strategy it is good for.</param>
/// <param name="Kind">How the strategy proves itself.</param>
/// <param name="Scopes">Of submit, cancel and read.</param>
/// <param name="PublicKey">The holder's, for Ed25519.</param>
public sealed record WantedKey(string StrategyId, KeyKind Kind, IReadOnlyList<Scope> Scopes, string? PublicKey);
