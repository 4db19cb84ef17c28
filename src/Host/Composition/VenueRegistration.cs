using Pipeline.Host.Http;
using Pipeline.Host.Venue;
using Pipeline.Store;
using Pipeline.Submission.Calls;
using Pipeline.Venues;

namespace Pipeline.Host.Composition;

/// <summary>What processes that call the venue tell each other of it. On the machine's clock.</summary>
internal static class VenueRegistration
{
    public static void Add(IServiceCollection services, string venue, IReadOnlyList<string> workers)
    {
        services.AddSingleton(provider => new VenueViews(
            provider.GetRequiredService<VenueWatching>(), provider.GetRequiredService<IStore>(), venue, workers, TimeProvider.System));
        services.AddSingleton(provider => new PauseEnds(
            provider.GetRequiredService<IStore>(), venue, TimeProvider.System, provider.GetRequiredService<ILogger<PauseEnds>>(),
            provider.GetService<VenuePause>(), provider.GetService<Permits>(), provider.GetService<VenueBreaker>()));
        services.AddHostedService(provider => new VenueDuty(
            provider.GetRequiredService<VenueViews>(), provider.GetRequiredService<PauseEnds>(), TimeProvider.System, provider.GetRequiredService<ILogger<VenueDuty>>()));
    }
}
