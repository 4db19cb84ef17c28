using Pipeline.Messages.Orders;
using Pipeline.Simulation.Audits;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Simulation.Scenarios;

/// <summary>The words that a scenario takes from the pipeline, each list from where the pipeline has it.</summary>
internal static class ScenarioWords
{
    /// <summary>Messages by the name they have in a file.</summary>
    public static IReadOnlyDictionary<string, Type> Messages { get; } =
        MessageTypes.All.ToDictionary(type => Columns.SnakeCase(type.Name), type => type);

    /// <summary>Codes of alerts.</summary>
    public static IReadOnlyCollection<string> Alerts { get; } = [.. Alert.All.Select(alert => alert.Code)];

    /// <summary>Kinds of the journal's entries.</summary>
    public static IReadOnlyCollection<string> Journal { get; } = [.. JournalKinds.All.Order(StringComparer.Ordinal)];

    /// <summary>Places at which a process can die or be stopped.</summary>
    public static IReadOnlyCollection<string> Failpoints { get; } = [.. Failpoint.All.Select(place => place.ToString())];

    /// <summary>What a process can host.</summary>
    public static IReadOnlyCollection<string> Workers { get; } = [.. Stages.All, Stages.Operator];

    /// <summary>Codes of the guarantees.</summary>
    public static IReadOnlyCollection<string> Guarantees => Audits.Guarantees.All;

    /// <summary>Methods of calls to the venue.</summary>
    public static IReadOnlyCollection<string> Methods { get; } = ["GET", "POST", "PATCH", "DELETE"];

    /// <summary>What an agent can be answered; 0 is no answer.</summary>
    public static IReadOnlyCollection<int> Statuses { get; } = [0, 202, 400, 404, 409, 503];
}
