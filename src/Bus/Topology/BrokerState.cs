namespace Pipeline.Bus.Topology;

/// <summary>What stands in a virtual host of the broker, as its management interface tells it.</summary>
/// <param name="Exchanges">Type of each exchange, by its name.</param>
/// <param name="Queues">Each queue by its name.</param>
/// <param name="Bindings">What flows from an exchange to a queue or to another exchange.</param>
/// <param name="Policies">Each policy by its name.</param>
public sealed record BrokerState(
    IReadOnlyDictionary<string, string> Exchanges, IReadOnlyDictionary<string, StandingQueue> Queues, IReadOnlySet<StandingBinding> Bindings,
    IReadOnlyDictionary<string, StandingPolicy> Policies);

/// <param name="Arguments">What it was declared with, as text.</param>
/// <param name="Policy">The policy that is in force for it; empty for none.</param>
public sealed record StandingQueue(IReadOnlyDictionary<string, string> Arguments, string Policy);

/// <param name="From">The exchange.</param>
/// <param name="To">The queue or exchange.</param>
/// <param name="IsToQueue">Whether it is a queue.</param>
public sealed record StandingBinding(string From, string To, bool IsToQueue);

/// <param name="Pattern">The queues it is for.</param>
/// <param name="Definition">What it sets, as text.</param>
public sealed record StandingPolicy(string Pattern, IReadOnlyDictionary<string, string> Definition);
