using System.Net;

namespace Pipeline.Access.Http;

/// <summary>
/// Tells requests of this machine's programs from those of a page in its browser: the page names its own site as <c>Origin</c>, or has had its
/// site's name turned into this machine's address and names that as <c>Host</c>. So without credentials both must be names of this machine.
/// </summary>
public static class LocalNames
{
    /// <summary>Whether an <c>Origin</c> is of this machine.</summary>
    public static bool IsOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsHost(uri.Host);

    /// <summary>Whether a name or address is this machine's own, for itself alone.</summary>
    public static bool IsHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
