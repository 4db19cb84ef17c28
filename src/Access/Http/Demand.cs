using Microsoft.AspNetCore.Builder;

namespace Pipeline.Access.Http;

/// <summary>The scopes of which an endpoint demands one.</summary>
public sealed record Demand(IReadOnlyList<Scope> AnyOf);

/// <summary>How an endpoint states who may call it. One that states nothing is open to everybody.</summary>
public static class DemandExtensions
{
    /// <summary>Lets in only who has one of these scopes.</summary>
    public static TBuilder Demands<TBuilder>(this TBuilder endpoint, params Scope[] anyOf)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Demand(anyOf));
}
