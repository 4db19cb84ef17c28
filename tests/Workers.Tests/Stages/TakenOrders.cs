using System.Text;
using Pipeline.Intake;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>Intents that are taken where further stages are next door, and what became of them.</summary>
internal static class TakenOrders
{
    public const string TwoLines = """
        {"rebalance_id":"r1","portfolio":"core","orders":[
          {"symbol":"AAPL","side":"buy","qty":10,"order_type":"market","leg":"a"},{"symbol":"AAPL","side":"buy","qty":10,"order_type":"market","leg":"b"}]}
        """;

    public static async Task<IntakeResult.Taken> TakenByAsync(Intake.Stage intake, string json) =>
        (IntakeResult.Taken)await intake.TakeAsync(new Submitted(Encoding.UTF8.GetBytes(json), "http", null), CancellationToken.None);

    public static string IdOf(IntakeResult.Taken taken) => taken.Receipt.Orders.Single().ClOrdId;

    public static IReadOnlyList<(string Stage, string Kind, string Data)> Story(PipelineUnderTest of) =>
        of.Store.Read(store => store.Query<(string, string, string)>("SELECT stage, kind, data FROM journal ORDER BY seq"));
}
