using MassTransit;
using Microsoft.Extensions.Options;
using Pipeline.Access;
using Pipeline.Bus;
using Pipeline.Bus.FollowUps;
using Pipeline.Bus.Topology;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Tables;
using Pipeline.Submission.Calls;
using Pipeline.Trading.Health;

namespace Pipeline.Host.Http;

/// <summary>Says whether everything a process needs is there. Being not ready stops no recording: it says what waits.</summary>
internal sealed class Readiness(
    IStore store, WriteWatch writing, IHaltFile haltFile, BusGate gate, IBusControl bus, PublishWatch publishing, IOptions<BusOptions> options, AccessPolicy access, TimeProvider clock,
    VenueWatching venue, IServiceProvider services) : Intake.IProcessReadiness
{
    /// <summary>Longer than a confirmation takes that is on its way, and than a failed publish is given.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly StoreLook storeLook = new(store, TimeProvider.System);

    public ReadinessReport Check()
    {
        var checks = Look();
        var (unsent, halts) = ReadStore(checks);
        LookAtWrites(checks);
        return new ReadinessReport(checks.Values.All(state => state == "ok"), options.Value.Transport, checks, unsent, halts, VenueHealthReport.Of(venue.Look()), access.Why, clock.GetUtcNow());
    }

    public IReadOnlyDictionary<string, string> Checks()
    {
        var checks = Look();
        LookAtWrites(checks);
        return checks;
    }

    private Dictionary<string, string> Look()
    {
        var checks = new Dictionary<string, string>
        {
            ["store"] = storeLook.State(),
            ["bus"] = BusState(),
            ["publishing"] = publishing.Unconfirmed is { } waits && waits > LongestWait
                ? $"the transport has confirmed nothing for {waits.TotalSeconds:0} s; what is recorded waits" : "ok",
        };
        if (services.GetService<VenueCalls>() is { } calls)
        {
            checks["venue"] = calls.Waits ?? "ok";
        }

        return checks;
    }

    // One that takes no writes can be read all the same, and is.
    private void LookAtWrites(Dictionary<string, string> checks)
    {
        if (checks["store"] == "ok" && writing.Refusal is { } why)
        {
            checks["store"] = $"takes no writes: {why}";
        }
    }

    // With the store away what the file says of halts is all that is known, and more than nothing; and nobody waits for one that does not answer.
    private (long? Unsent, IReadOnlyList<string> Halts) ReadStore(Dictionary<string, string> checks)
    {
        IReadOnlyList<string> said = [.. haltFile.Look().Select(halt => halt.Scope)];
        if (checks["store"] != "ok")
        {
            return (null, said);
        }

        try
        {
            var (unsent, halts) = store.Read(session => (FollowUpTable.CountUnsent(session), HaltTable.All(session)));
            return (unsent, [.. said.Union(halts.Select(halt => halt.Scope)).Order(StringComparer.Ordinal)]);
        }
        catch (Exception e)
        {
            checks["store"] = e.Message;
            return (null, said);
        }
    }

    private string BusState()
    {
        if (!gate.IsOpen)
        {
            return gate.WaitsFor ?? (options.Value.IsRabbitMq ? $"not started; is the broker at {BrokerAddress.Parse(options.Value.Broker)} up?" : "starting");
        }

        var health = bus.CheckHealth();
        return health.Status == BusHealthStatus.Healthy ? "ok" : health.Description;
    }
}

/// <param name="IsReady">Whether every check says ok.</param>
/// <param name="Transport">memory or rabbitmq.</param>
/// <param name="Checks">Each part with ok or what is wrong.</param>
/// <param name="UnsentMessages">Messages recorded but not yet sent.</param>
/// <param name="Halts">Scopes that are halted, by an operator, by itself or by the halt file. Ready is ready all the same.</param>
/// <param name="VenueHealth">How the way to the venue is, as this process sees it; null where it does not call the venue. It makes nothing ready or not.</param>
/// <param name="Credentials">Whether requests need credentials, and why.</param>
/// <param name="Now">The process's clock.</param>
internal sealed record ReadinessReport(
    bool IsReady, string Transport, IReadOnlyDictionary<string, string> Checks, long? UnsentMessages, IReadOnlyList<string> Halts,
    VenueHealthReport? VenueHealth, string Credentials, DateTimeOffset Now);

/// <param name="State">healthy, degraded or down.</param>
/// <param name="Reasons">What is wrong.</param>
internal sealed record VenueHealthReport(string State, IReadOnlyList<string> Reasons)
{
    public static VenueHealthReport? Of(VenueHealth? health) => health is null ? null : new VenueHealthReport(Columns.SnakeCase(health.State.ToString()), health.Reasons);
}
