namespace Pipeline.Bus.Topology;

/// <summary>
/// Where the broker is, and who calls: one user and virtual host, and any number of nodes of one cluster. Whoever connects takes one of
/// them at random, and the next one when that does not answer.
/// </summary>
/// <param name="User">The user at the broker.</param>
/// <param name="Password">The user's password.</param>
/// <param name="VirtualHost">The virtual host.</param>
/// <param name="IsTls">Whether the connection is encrypted.</param>
/// <param name="Nodes">Host and port of each node.</param>
public sealed record BrokerAddress(string User, string Password, string VirtualHost, bool IsTls, IReadOnlyList<(string Host, int Port)> Nodes)
{
    /// <param name="text"><c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c>; further nodes follow the first one behind commas, <c>host:port,host:port</c>.</param>
    /// <exception cref="FormatException">The text is no such address.</exception>
    public static BrokerAddress Parse(string text)
    {
        var authority = text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : throw Malformed();
        var path = text.IndexOf('/', authority) is var slash and >= 0 ? slash : text.Length;
        var hosts = text.LastIndexOf('@', path - 1, path - authority) is var at and >= 0 ? at + 1 : authority;
        var nodes = text[hosts..path].Split(',').Select(node => UriOf($"{text[..hosts]}{node}{text[path..]}")).ToList();
        var first = nodes[0];
        if (first.Scheme is not ("amqp" or "amqps"))
        {
            throw Malformed();
        }

        var user = first.UserInfo.Length == 0 ? ["guest", "guest"] : first.UserInfo.Split(':', 2);
        var port = first.Scheme == "amqps" ? 5671 : 5672;
        return new BrokerAddress(
            Uri.UnescapeDataString(user[0]), user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "", first.AbsolutePath.Trim('/') is { Length: > 0 } name ? Uri.UnescapeDataString(name) : "/",
            first.Scheme == "amqps", [.. nodes.Select(node => (node.DnsSafeHost, node.IsDefaultPort || node.Port < 0 ? port : node.Port))]);
    }

    /// <summary>An address in which the user has a password: as it is where it has one, or names no user.</summary>
    /// <param name="text">The address.</param>
    /// <param name="password">The password.</param>
    public static string WithPassword(string text, string password)
    {
        var (user, hosts) = (text.IndexOf("://", StringComparison.Ordinal) + 3, text.LastIndexOf('@'));
        return hosts < user || text[user..hosts].Contains(':', StringComparison.Ordinal) ? text : $"{text[..hosts]}:{Uri.EscapeDataString(password)}{text[hosts..]}";
    }

    /// <summary>The nodes as a person would write them, without the user and the password.</summary>
    public override string ToString() => $"{(IsTls ? "amqps" : "amqp")}://{string.Join(',', Nodes.Select(node => $"{node.Host}:{node.Port}"))}/{(VirtualHost == "/" ? "" : VirtualHost)}";

    private static Uri UriOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri : throw Malformed();

    // The text itself may hold a password, and is not repeated.
    private static FormatException Malformed() => new("the broker's address has not the form amqp://user:password@host:port,host:port/vhost");
}
