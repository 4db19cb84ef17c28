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

/// <summary>An adapter's two ports, and how it reads.</summary>
/// <param name="OrderEntry">The way onto the venue.</param>
/// <param name="Reports">What the venue tells.</param>
/// <param name="Read">Reads one message of any of the venue's streams.</param>
public sealed record AdapterPorts(IOrderEntry OrderEntry, IVenueReports Reports, MessageReader Read);

/// <summary>
/// What a version makes of one message of a stream, as the reports, fees, quotes and statuses that come of it; nothing where it is none of these. Pure: it is how
/// two versions are compared.
/// </summary>
/// <exception cref="FormatException">It can't be read.</exception>
/// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
public delegate IReadOnlyList<object> MessageReader(ReadOnlyMemory<byte> message);

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

    /// <summary>Opens connections to the venue's streams, which versions that stand side by side share; null has the adapter make its own.</summary>
    public Func<Uri, CancellationToken, ValueTask<IVenueSocket>>? Connect { get; init; }

    /// <summary>The pauses that the venue asks for, which it asks of all versions; null has the adapter keep its own.</summary>
    public VenuePause? Pause { get; init; }

    /// <summary>Whether it is in the shadow of another one: it sends nothing, and listens to nothing.</summary>
    public bool IsShadow { get; init; }
}
