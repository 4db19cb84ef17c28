using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Access.Http;

/// <summary>Where a request comes from.</summary>
internal static class DoorRules
{
    /// <summary>Whether it is of this machine. What a proxy on this machine has passed on comes from elsewhere.</summary>
    public static bool IsNear(HttpContext context) =>
        IsLoopback(context) && !context.Request.Headers.ContainsKey("Forwarded") && !context.Request.Headers.ContainsKey("X-Forwarded-For");

    /// <summary>Whether it names itself as one of this machine's programs does.</summary>
    public static bool IsOfThisMachine(HttpRequest request) =>
        LocalNames.IsHost(request.Host.Host) && request.Headers.Origin.All(origin => origin is not null && LocalNames.IsOrigin(origin));

    public static bool IsLoopback(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
