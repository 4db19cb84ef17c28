using Pipeline.Host.Options;

namespace Pipeline.Host.Composition;

/// <summary>Where venues' keys come from, and where orders may go with them.</summary>
internal static class VenueKeys
{
    /// <summary>A secret from its file, or else from its environment variable, with what to call its source in a complaint.</summary>
    /// <exception cref="OptionException">The file can't be read.</exception>
    public static (string Source, string Secret) Read(string flag, string file, string variable)
    {
        try
        {
            return file.Length > 0
                ? ($"{flag} {file}", File.ReadAllText(file).Trim())
                : (variable, Environment.GetEnvironmentVariable(variable)?.Trim() ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{flag}: {file} can't be read: {e.Message}");
        }
    }

    // Nobody has to prove who they are to this program yet, so it places no orders where they could cost money.

    /// <exception cref="OptionException">One of the addresses is not on this machine.</exception>
    public static void LoopbackOnly(params (string Flag, Uri Address)[] addresses)
    {
        foreach (var (flag, address) in addresses)
        {
            if (!address.IsLoopback)
            {
                throw new OptionException(
                    $"{flag}: {address} is not on this machine, and no credentials are configured for who may publish intents here. "
                    + "Only a venue simulator on a loopback address will do, for example http://127.0.0.1:8090.");
            }
        }
    }
}
