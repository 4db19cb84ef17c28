using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Access.Keys;
using Pipeline.Messages;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.Operator.Http;

/// <summary>Strategies' keys over HTTP. A secret is in the answer that makes it and in no other.</summary>
public static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/keys", (HttpContext context, IStore store) => Operators.Read(context, () =>
                Results.Json(store.Read(AccessKeyTable.All).Select(KeyView.Of), PipelineJson.Options)))
            .Demands(Scope.Viewer)
            .Produces<IReadOnlyList<KeyView>>()
            .WithSummary("The keys of strategies, a version each, without what proves them.");
        routes.MapPost("/v1/keys", (HttpContext context, KeyActs acts, Operators operators) =>
                operators.ActAsync<NewKeyBody>(context, (actor, body) => acts.CreateAsync(new WantedKey(body.StrategyId, body.Kind, body.Scopes, body.PublicKey), actor)))
            .Demands(Scope.Approver)
            .WithSummary("Makes a key for a strategy and shows its secret, once. Body: {\"why\": ..., \"strategy_id\": ..., \"kind\": \"hmac\", \"ed25519\" or \"bearer\", \"scopes\": [\"submit\", \"cancel\", \"read\"], \"public_key\": of ed25519}.");
        routes.MapPost("/v1/keys/{key_id}/rotate", (string key_id, HttpContext context, KeyActs acts, Operators operators) =>
                operators.ActAsync<RotateKeyBody>(context, (actor, body) => acts.RotateAsync(key_id, body.PublicKey, actor)))
            .Demands(Scope.Approver)
            .WithSummary("Gives a key another secret, shown once; the one before is good for the overlap. Body: {\"why\": ..., \"public_key\": of ed25519}.");
        routes.MapPost("/v1/keys/{key_id}/revoke", (string key_id, HttpContext context, KeyActs acts, Operators operators) =>
                operators.ActAsync(context, actor => acts.RevokeAsync(key_id, actor)))
            .Demands(Scope.Operator)
            .WithSummary("Ends a key at once. Body: {\"why\": ...}.");
    }
}

/// <summary>What making a key must say besides.</summary>
public sealed record NewKeyBody : ActBody
{
    public required string StrategyId { get; init; }

    /// <summary>Default hmac.</summary>
    public KeyKind Kind { get; init; }

    /// <summary>Default all of a strategy's.</summary>
    public IReadOnlyList<Scope> Scopes { get; init; } = [Scope.Submit, Scope.Cancel, Scope.Read];

    public string? PublicKey { get; init; }
}

/// <summary>What a rotation may say besides.</summary>
public sealed record RotateKeyBody : ActBody
{
    public string? PublicKey { get; init; }
}

/// <summary>A version of a key, without what proves it.</summary>
public sealed record KeyView(
    string KeyId, long Version, string StrategyId, string Kind, string Scopes, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ValidUntil, DateTimeOffset? RevokedAt)
{
    public static KeyView Of(AccessKey key) =>
        new(key.KeyId, key.Version, key.StrategyId, key.Kind, key.Scopes, key.CreatedAt, key.CreatedBy, key.ValidUntil, key.RevokedAt);
}
