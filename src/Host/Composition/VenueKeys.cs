using Pipeline.Host.Options;

namespace Pipeline.Host.Composition;

/// <summary>Where venues' keys come from, and where they may go.</summary>
internal static class VenueKeys
{
    /// <summary>A secret from its file, its environment variable or its credential, with what to call its source in a complaint; empty when it is nowhere.</summary>
    /// <exception cref="OptionException">The file can't be read.</exception>
    public static (string Source, string Secret) Read(string flag, string file, string variable) =>
        Secrets.Find(flag, file, variable) is { } found ? (found.Source, found.Text) : ($"{variable}, or the systemd credential {Secrets.CredentialOf(variable)}", "");

    /// <summary>Nothing that leaves this machine goes over an open wire.</summary>
    /// <exception cref="OptionException">One of the addresses is on another machine, and not for TLS.</exception>
    public static void OverTls(params (string Flag, Uri Address)[] addresses)
    {
        foreach (var (flag, address) in addresses)
        {
            if (!address.IsLoopback && address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeWss)
            {
                throw new OptionException($"{flag}: {address} is on another machine, and the key must not go there over an open wire; write https:// (wss:// for a stream).");
            }
        }
    }
}
