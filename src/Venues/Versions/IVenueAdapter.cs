using Pipeline.Messages.Capabilities;

namespace Pipeline.Venues.Versions;

/// <summary>
/// An adapter as a part of its own: what is found in an assembly of the adapters folder, by its public constructor without arguments. Everything that
/// it shares with the pipeline is in the ports.
/// </summary>
public interface IVenueAdapter
{
    /// <summary>What the venue can do, as this version has it; also its name and version.</summary>
    VenueCapabilities Capabilities { get; }

    /// <summary>Makes the ports. Nothing is called before somebody asks them something.</summary>
    /// <exception cref="FormatException">A setting is wrong; the message names it.</exception>
    AdapterPorts Open(AdapterSettings settings);
}

/// <summary>An adapter's two ports.</summary>
/// <param name="OrderEntry">The way onto the venue.</param>
/// <param name="Reports">What the venue tells.</param>
public sealed record AdapterPorts(IOrderEntry OrderEntry, IVenueReports Reports);

/// <summary>What an adapter is given.</summary>
/// <param name="Account">The account's name in reports.</param>
/// <param name="Values">The settings of the venue's section by their names in snake_case, as text.</param>
/// <param name="Secret">The API key's secret.</param>
/// <param name="Clock">The time.</param>
/// <param name="Services">Where it finds a logger factory.</param>
public sealed record AdapterSettings(string Account, IReadOnlyDictionary<string, string> Values, string Secret, TimeProvider Clock, IServiceProvider Services)
{
    /// <summary>Carries the requests; null has the adapter make its own connections.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Whether it may open the venue's stream, which some venues keep once a key. A version that stands beside another asks for lists instead.</summary>
    public bool Streams { get; init; } = true;
}
