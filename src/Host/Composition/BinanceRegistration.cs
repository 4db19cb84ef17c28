using Pipeline.Host.Options;
using Pipeline.Venues.Binance;

namespace Pipeline.Host.Composition;

/// <summary>Binance as this installation's venue. Validation takes the quotes and the rules of instruments that reconciliation keeps.</summary>
internal static class BinanceRegistration
{
    /// <exception cref="OptionException">An address is for an open wire, there is no key, or the pairs can't be traded together.</exception>
    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers, TimeProvider clock)
    {
        var binance = options.Get<BinanceOptions>();
        var endpoints = BinanceEndpoints.Of(binance);
        VenueKeys.OverTls(("--binance-url", endpoints.Rest), ("--binance-stream-url", endpoints.Stream), ("--binance-market-stream-url", endpoints.Market));
        CheckPairs(binance);
        var adapters = LoadedAdapters.Of(options, "binance") ?? LoadedAdapters.BuiltIn(new BinanceAdapter());
        adapters.Add(services, options, workers, binance, () => Secret(binance), clock);
    }

    private static void CheckPairs(BinanceOptions binance)
    {
        try
        {
            Pairs.Of(binance);
        }
        catch (FormatException e)
        {
            throw new OptionException($"--binance-symbols: {e.Message}", e);
        }
    }

    private static string Secret(BinanceOptions binance)
    {
        if (binance.KeyId.Length == 0)
        {
            throw new OptionException("--binance-key-id: the venue binance needs an API key");
        }

        var (source, secret) = VenueKeys.Read("--binance-secret-file", binance.SecretFile, BinanceCredentials.Variable);
        try
        {
            _ = new BinanceCredentials(binance.KeyId, secret);
            return secret;
        }
        catch (ArgumentException)
        {
            throw new OptionException($"{source}: there is no secret in it that signs; it is one line without spaces, or an Ed25519 private key as PEM");
        }
    }
}
