using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Reconciliation;
using Pipeline.Store.Steps;
using Pipeline.Venues;
using Pipeline.Venues.Binance;

namespace Pipeline.Host.Composition;

/// <summary>
/// Binance as this installation's venue. The key is for submission and reconciliation alone: a process without them neither
/// needs it nor reads it, and validation takes the quotes and the rules of instruments that reconciliation keeps.
/// </summary>
internal static class BinanceRegistration
{
    /// <exception cref="OptionException">An address is for an open wire, there is no key, or the pairs can't be traded together.</exception>
    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers, TimeProvider clock)
    {
        var binance = options.Get<BinanceOptions>();
        var endpoints = BinanceEndpoints.Of(binance);
        VenueKeys.OverTls(("--binance-url", endpoints.Rest), ("--binance-stream-url", endpoints.Stream));
        CheckPairs(binance);
        var loaded = LoadedAdapters.Of(options, "binance");
        services.AddSingleton(loaded?.Capabilities ?? BinanceCapabilities.Stated);
        var isSubmitting = workers.Contains(Stages.Submission);
        var isReconciling = workers.Contains(Stages.Reconciliation);
        if (!isSubmitting && !isReconciling)
        {
            return;
        }

        var (credentials, secret) = Credentials(binance);
        if (loaded is not null)
        {
            loaded.Add(services, options, binance, secret, isSubmitting, isReconciling, clock);
            return;
        }

        services.AddSingleton(_ => BinanceConnections.Handler(binance));
        services.AddSingleton(new VenuePause(clock));
        services.AddSingleton(new ServerOffset());
        if (isSubmitting)
        {
            services.AddSingleton<IOrderEntry>(provider => new BinanceOrderEntry(
                provider.GetRequiredService<HttpMessageHandler>(), binance, credentials, clock, provider.GetRequiredService<ILogger<BinanceOrderEntry>>(),
                provider.GetRequiredService<VenuePause>(), provider.GetRequiredService<ServerOffset>()));
        }

        if (isReconciling)
        {
            services.AddSingleton<QuoteSnapshots>();
            services.AddSingleton<IVenueReports>(provider => new BinanceReports(
                provider.GetRequiredService<HttpMessageHandler>(), BinanceConnections.Sockets(binance), options.Get<IntakeOptions>().Account, binance,
                credentials, clock, provider.GetRequiredService<ILogger<BinanceReports>>(), provider.GetRequiredService<VenuePause>(),
                provider.GetRequiredService<ServerOffset>()));
        }
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

    private static (BinanceCredentials Credentials, string Secret) Credentials(BinanceOptions binance)
    {
        if (binance.KeyId.Length == 0)
        {
            throw new OptionException("--binance-key-id: the venue binance needs an API key");
        }

        var (source, secret) = VenueKeys.Read("--binance-secret-file", binance.SecretFile, BinanceCredentials.Variable);
        try
        {
            return (new BinanceCredentials(binance.KeyId, secret), secret);
        }
        catch (ArgumentException)
        {
            throw new OptionException($"{source}: there is no secret in it that signs; it is one line without spaces, or an Ed25519 private key as PEM");
        }
    }
}
