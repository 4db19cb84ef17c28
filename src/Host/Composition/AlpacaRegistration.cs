using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Reconciliation;
using Pipeline.Store.Steps;
using Pipeline.Venues;
using Pipeline.Venues.Alpaca;

namespace Pipeline.Host.Composition;

/// <summary>
/// Alpaca as this installation's venue. The key is for submission and reconciliation alone: a process without them neither
/// needs it nor reads it, and validation takes the quotes that reconciliation keeps.
/// </summary>
internal static class AlpacaRegistration
{
    /// <exception cref="OptionException">An address is for an open wire, or there is no key.</exception>
    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers, TimeProvider clock)
    {
        var alpaca = options.Get<AlpacaOptions>();
        var endpoints = AlpacaEndpoints.Of(alpaca);
        VenueKeys.OverTls(
            ("--alpaca-url", endpoints.Trading), ("--alpaca-data-url", endpoints.Data), ("--alpaca-stream-url", endpoints.Stream),
            ("--alpaca-market-stream-url", alpaca.MarketStreamUrl.Length > 0 ? new Uri(alpaca.MarketStreamUrl) : endpoints.Stream));
        var loaded = LoadedAdapters.Of(options, "alpaca");
        services.AddSingleton(loaded?.Capabilities ?? AlpacaCapabilities.Stated);
        var isSubmitting = workers.Contains(Stages.Submission);
        var isReconciling = workers.Contains(Stages.Reconciliation);
        if (!isSubmitting && !isReconciling)
        {
            return;
        }

        var (credentials, secret) = Credentials(alpaca);
        if (loaded is not null)
        {
            loaded.Add(services, options, alpaca, secret, isSubmitting, isReconciling, clock);
            return;
        }

        services.AddSingleton(_ => AlpacaConnections.Handler(alpaca));
        services.AddSingleton(new VenuePause(clock));
        if (isSubmitting)
        {
            services.AddSingleton<IOrderEntry>(provider =>
                new AlpacaOrderEntry(
                    provider.GetRequiredService<HttpMessageHandler>(), alpaca, credentials, clock, provider.GetRequiredService<ILogger<AlpacaOrderEntry>>(),
                    provider.GetRequiredService<VenuePause>()));
        }

        if (isReconciling)
        {
            services.AddSingleton<QuoteSnapshots>();
            services.AddSingleton<IVenueReports>(provider => new AlpacaReports(
                provider.GetRequiredService<HttpMessageHandler>(), AlpacaConnections.Sockets(alpaca), options.Get<IntakeOptions>().Account, alpaca,
                credentials, clock, provider.GetRequiredService<ILogger<AlpacaReports>>(), provider.GetRequiredService<VenuePause>(),
                AlpacaConnections.MarketSockets(alpaca)));
        }
    }

    private static (AlpacaCredentials Credentials, string Secret) Credentials(AlpacaOptions alpaca)
    {
        if (alpaca.KeyId.Length == 0)
        {
            throw new OptionException("--alpaca-key-id: the venue alpaca needs the id of an API key");
        }

        var (source, secret) = VenueKeys.Read("--alpaca-secret-file", alpaca.SecretFile, AlpacaCredentials.Variable);
        try
        {
            return (new AlpacaCredentials(alpaca.KeyId, secret), secret);
        }
        catch (ArgumentException)
        {
            throw new OptionException($"{source}: there is no secret in it that could be sent; it is one line without spaces");
        }
    }
}
