namespace Pipeline.Venues;

/// <summary>
/// Writes down what goes over the wire on behalf of whoever started it: every exchange that begins below it, on whatever thread, until it is
/// stopped. Adapters add to it; the ports need not carry what no decision is made of.
/// </summary>
public sealed class WireTape : IDisposable
{
    private static readonly AsyncLocal<WireTape?> Running = new();

    private readonly Lock gate = new();
    private readonly List<WireExchange> exchanges = [];
    private readonly WireTape? outer;

    private WireTape() => (outer, Running.Value) = (Running.Value, this);

    /// <summary>The one that runs for the caller; null where nobody wants to know.</summary>
    public static WireTape? Current => Running.Value;

    /// <summary>What was exchanged so far, in the order in which it ended.</summary>
    public IReadOnlyList<WireExchange> Exchanges
    {
        get
        {
            lock (gate)
            {
                return [.. exchanges];
            }
        }
    }

    /// <summary>Starts one for what the caller does from now on.</summary>
    public static WireTape Start() => new();

    /// <summary>Adds an exchange.</summary>
    public void Add(WireExchange exchange)
    {
        lock (gate)
        {
            exchanges.Add(exchange);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Running.Value = outer;
}
