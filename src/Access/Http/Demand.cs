using Microsoft.AspNetCore.Builder;

namespace Pipeline.Access.Http;

/// <summary>What an endpoint demands.</summary>
/// <param name="AnyOf">Scopes of which the caller must have one.</param>
/// <param name="IsWebhook">Whether a signature is over the body alone, as Standard Webhooks has it; else the request's line goes before it.</param>
/// <param name="IsOfConsole">Whether it is a person's browser that calls: a session's cookie says who it is, and nothing else does.</param>
public sealed record Demand(IReadOnlyList<Scope> AnyOf, bool IsWebhook = false, bool IsOfConsole = false);

/// <summary>Most bytes of an endpoint's body, where it is not <see cref="RequestBody.Largest"/>.</summary>
public sealed record LargestBody(int Bytes);

/// <summary>How an endpoint states who may call it. One that states nothing is open to everybody.</summary>
public static class DemandExtensions
{
    /// <summary>Lets in only who has one of these scopes.</summary>
    public static TBuilder Demands<TBuilder>(this TBuilder endpoint, params Scope[] anyOf)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Demand(anyOf));

    /// <summary>The same for the one endpoint whose body alone is signed: what is signed for it is good for nothing else.</summary>
    public static TBuilder DemandsAsWebhook<TBuilder>(this TBuilder endpoint, params Scope[] anyOf)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Demand(anyOf, IsWebhook: true));

    /// <summary>The same for the console's pages and their connection. A cookie opens these alone: no page of another site can act by it.</summary>
    public static TBuilder DemandsOfBrowser<TBuilder>(this TBuilder endpoint, params Scope[] anyOf)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Demand(anyOf, IsOfConsole: true));
}
