using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Access.Http;

/// <summary>Where a request comes from.</summary>
internal static class DoorRules
{
    /// <summary>What proxies say of a request that they pass on. One that says nothing of it can't be told from a program of this machine.</summary>
    private static readonly string[] PassedOn = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    /// <summary>Whether it is of this machine. What a proxy on this machine has passed on comes from elsewhere.</summary>
    public static bool IsNear(HttpContext context) => IsLoopback(context) && !PassedOn.Any(context.Request.Headers.ContainsKey);

    /// <summary>Whether it names itself as one of this machine's programs does.</summary>
    public static bool IsOfThisMachine(HttpRequest request) =>
        LocalNames.IsHost(request.Host.Host) && request.Headers.Origin.All(origin => origin is not null && LocalNames.IsOrigin(origin));

    public static bool IsLoopback(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
