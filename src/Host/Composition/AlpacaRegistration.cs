using Pipeline.Host.Options;
using Pipeline.Venues.Alpaca;

namespace Pipeline.Host.Composition;

/// <summary>Alpaca as this installation's venue. Validation takes the quotes that reconciliation keeps.</summary>
internal static class AlpacaRegistration
{
    /// <exception cref="OptionException">An address is for an open wire, or there is no key.</exception>
    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers, TimeProvider clock)
    {
        var alpaca = options.Get<AlpacaOptions>();
        var endpoints = AlpacaEndpoints.Of(alpaca);
        VenueKeys.OverTls(
            ("--alpaca-url", endpoints.Trading), ("--alpaca-data-url", endpoints.Data), ("--alpaca-stream-url", endpoints.Stream),
            ("--alpaca-market-stream-url", endpoints.Market ?? endpoints.Stream));
        var adapters = LoadedAdapters.Of(options, "alpaca") ?? LoadedAdapters.BuiltIn(new AlpacaAdapter());
        adapters.Add(services, options, workers, alpaca, () => Secret(alpaca), clock);
    }

    private static string Secret(AlpacaOptions alpaca)
    {
        if (alpaca.KeyId.Length == 0)
        {
            throw new OptionException("--alpaca-key-id: the venue alpaca needs the id of an API key");
        }

        var (source, secret) = VenueKeys.Read("--alpaca-secret-file", alpaca.SecretFile, AlpacaCredentials.Variable);
        try
        {
            _ = new AlpacaCredentials(alpaca.KeyId, secret);
            return secret;
        }
        catch (ArgumentException)
        {
            throw new OptionException($"{source}: there is no secret in it that could be sent; it is one line without spaces");
        }
    }
}
