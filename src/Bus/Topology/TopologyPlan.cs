using System.Globalization;

namespace Pipeline.Bus.Topology;

/// <summary>What has to be done so that the broker has what the code wants. It is worked out and carried out apart, so that a person can look first.</summary>
public static class TopologyPlan
{
    private const string DeliveryLimit = "x-delivery-limit";

    /// <summary>Every difference, with what is to be done about it; nothing where the broker is as it should be.</summary>
    public static IReadOnlyList<TopologyStep> Of(BusOptions options, BrokerState state) =>
    [
        .. BrokerTopology.Exchanges.Append(BrokerTopology.Marker).Select(name => OfExchange(name, state)).OfType<TopologyStep>(),
        .. BrokerTopology.Queues.SelectMany(name => OfQueue(name, options, state)),
        .. OfBindings(state),
        .. QueuePolicies.Of(options).Select(policy => OfPolicy(policy, state)).OfType<TopologyStep>(),
    ];

    /// <summary>What each queue is bound to.</summary>
    public static IReadOnlySet<StandingBinding> Bindings { get; } = BrokerTopology.Queues.Select(queue => new StandingBinding(queue, queue, IsToQueue: true))
        .Concat(BrokerTopology.Bindings.Select(binding => new StandingBinding(binding.From, binding.ToQueue, IsToQueue: false))).ToHashSet();

    private static TopologyStep? OfExchange(string name, BrokerState state) => state.Exchanges.GetValueOrDefault(name) switch
    {
        null => new TopologyStep(StepKind.Create, $"exchange {name}", "is missing", "setup creates it"),
        "fanout" => null,
        var other => new TopologyStep(StepKind.Person, $"exchange {name}", $"is of type {other}, not fanout", "delete it while no worker runs, then setup"),
    };

    private static IEnumerable<TopologyStep> OfQueue(string name, BusOptions options, BrokerState state)
    {
        if (!state.Queues.TryGetValue(name, out var queue))
        {
            yield return new TopologyStep(StepKind.Create, $"queue {name}", "is missing", "setup creates it");
            yield break;
        }

        var wanted = QueueArguments.Of(options, name).ToDictionary(argument => argument.Key, argument => Text(argument.Value));
        var differences = wanted.Keys.Union(queue.Arguments.Keys).Order(StringComparer.Ordinal)
            .Where(key => wanted.GetValueOrDefault(key) != queue.Arguments.GetValueOrDefault(key) && !IsLoweredByPolicy(key, wanted, queue))
            .Select(key => $"{key} is {queue.Arguments.GetValueOrDefault(key, "not set")}, wanted {wanted.GetValueOrDefault(key, "not set")}").ToList();
        if (differences.Count > 0)
        {
            yield return new TopologyStep(StepKind.Rebuild, $"queue {name}", string.Join("; ", differences), $"is used as it is; pipeline setup --rebuild {name}, with its worker stopped");
        }

        if (state.Queues.ContainsKey(QueueRebuild.AsideOf(name)))
        {
            yield return new TopologyStep(StepKind.Rebuild, $"queue {QueueRebuild.AsideOf(name)}", "is left of a rebuild that was interrupted", $"pipeline setup --rebuild {name}, with its worker stopped");
        }

        var policy = QueuePolicies.Of(options).First(policy => policy.IsFor(name));
        if (queue.Policy.Length > 0 && queue.Policy != policy.Name)
        {
            yield return new TopologyStep(StepKind.Person, $"queue {name}", $"has policy {queue.Policy} in force instead of {policy.Name}", "take that policy away, or lower its priority");
        }
    }

    // What stands in an argument and in a policy is the smaller of the two.
    private static bool IsLoweredByPolicy(string key, Dictionary<string, string> wanted, StandingQueue queue) => key == DeliveryLimit
        && wanted.TryGetValue(key, out var want) && queue.Arguments.TryGetValue(key, out var has)
        && int.Parse(want, CultureInfo.InvariantCulture) < int.Parse(has, CultureInfo.InvariantCulture);

    private static IEnumerable<TopologyStep> OfBindings(BrokerState state)
    {
        foreach (var binding in Bindings.Except(state.Bindings))
        {
            yield return new TopologyStep(StepKind.Create, $"binding {binding.From} > {binding.To}", "is missing", "setup creates it");
        }

        // Whatever else flows into a worker's queue comes to a worker that does not expect it; what others bind to our exchanges is their affair.
        foreach (var binding in state.Bindings.Except(Bindings).Where(binding => binding.From.Length > 0 && BrokerTopology.Queues.Contains(binding.To)))
        {
            yield return new TopologyStep(StepKind.Person, $"binding {binding.From} > {binding.To}", "is not this version's", "unbind it, when no worker of an older version runs and nobody else knows why it is there");
        }
    }

    private static TopologyStep? OfPolicy(QueuePolicy policy, BrokerState state)
    {
        var wanted = policy.Definition.ToDictionary(entry => entry.Key, entry => Text(entry.Value));
        return state.Policies.GetValueOrDefault(policy.Name) switch
        {
            null => new TopologyStep(StepKind.Create, $"policy {policy.Name}", "is missing", "setup sets it"),
            var standing when standing.Pattern == policy.Pattern && standing.Definition.Count == wanted.Count && wanted.All(entry => standing.Definition.GetValueOrDefault(entry.Key) == entry.Value) => null,
            var standing => new TopologyStep(
                StepKind.Create, $"policy {policy.Name}", $"is {Say(standing.Definition)} for {standing.Pattern}, wanted {Say(wanted)}", "setup sets it, while the queues stand"),
        };
    }

    private static string Say(IEnumerable<KeyValuePair<string, string>> definition) => string.Join(' ', definition.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"));

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Who does it.</summary>
public enum StepKind
{
    /// <summary><c>pipeline setup</c> does it, whatever runs.</summary>
    Create,

    /// <summary><c>pipeline setup --rebuild</c> does it, when the queue's worker is stopped.</summary>
    Rebuild,

    /// <summary>A person decides.</summary>
    Person,
}

/// <param name="Kind">Who does it.</param>
/// <param name="Of">What differs.</param>
/// <param name="Difference">In what it differs.</param>
/// <param name="Act">What is to be done.</param>
public sealed record TopologyStep(StepKind Kind, string Of, string Difference, string Act);
