using Pipeline.Host.Options;
using Pipeline.Trading.Sessions;
using Pipeline.Venues;
using Pipeline.Venues.Paper;

namespace Pipeline.Host.Composition;

/// <summary>The paper venue as this installation's venue.</summary>
internal static class PaperVenueRegistration
{
    public static void Add(IServiceCollection services, OptionSet options, TimeProvider clock)
    {
        var paper = options.Get<PaperOptions>();
        IQuoteSource quotes = paper.Quotes.Length == 0
            ? new RandomWalkQuotes(paper.Seed)
            : RecordedQuotes.Load(paper.Quotes.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        services.AddSingleton(PaperCapabilities.Stated);
        services.AddSingleton(quotes);
        services.AddSingleton<IReferencePrices>(new PaperReferencePrices(quotes));
        services.AddSingleton(provider => new PaperVenue(
            new PaperVenueOptions
            {
                Database = Path.Combine(options.Get<ProcessOptions>().Data, "paper.db"),
                Account = options.Get<Intake.IntakeOptions>().Account,
                StartingCash = paper.StartingCash,
                CommissionBps = paper.CommissionBps,
            },
            new InSessionQuotes(quotes, (symbol, at) => provider.GetRequiredService<LiveCalendars>().Now.IsOpen(symbol, at)),
            clock,
            (symbol, at) => provider.GetRequiredService<LiveCalendars>().Now.CloseFor(symbol, at)));
        services.AddSingleton<IOrderEntry>(provider => provider.GetRequiredService<PaperVenue>());
        services.AddSingleton<IVenueReports>(provider => provider.GetRequiredService<PaperVenue>());
    }
}
