using System.Text;
using NUnit.Framework;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;
using Pipeline.Trading.Orders;

namespace Pipeline.Trading.Tests.Orders;

/// <summary>The approved matrix of both machines: a change of a row is a change of this page, for a person to read.</summary>
public sealed class StateMachinePageTests
{
    [Test]
    public void The_page_of_state_machines_is_fresh() => Page.IsFresh(
        "state-machines.md",
        $"""
        ## What the venue has said

        {Table("OrdStatus", FillLifecycle.States, Reports, FillCell)}

        {Diagram(FillLifecycle.States, Reports, FillEdges)}

        ## Where the order is

        An order whose first news is not its proposal begins where that news leads from Proposed.

        {Table("State", Enum.GetValues<OrderState>(), Enum.GetValues<OrderTrigger>(), ProgressCell)}

        {Diagram(Enum.GetValues<OrderState>(), Enum.GetValues<OrderTrigger>(), ProgressEdges)}
        """.ReplaceLineEndings("\n"));

    private static readonly IReadOnlyList<Said> Reports =
    [
        .. Enum.GetValues<ExecType>().Except([ExecType.OrderStatus]).Select(exec => new Said($"{exec}", exec, Orders.Reports.Usual(exec))),
        new Said("Replaced (by a successor)", ExecType.Replaced, OrdStatus.Replaced),
        new Said("Rejected (another request)", ExecType.Rejected, OrdStatus.New),
        new Said("Trade (states Filled)", ExecType.Trade, OrdStatus.Filled),
        new Said("OrderStatus", ExecType.OrderStatus, OrdStatus.New),
    ];

    private static readonly decimal[] AnyFilled = [0, 5, 10];

    /// <summary>What an order of 10 can have filled that shows a status.</summary>
    private static IEnumerable<decimal> Filled(OrdStatus status) => AnyFilled.Where(cumQty => FillLifecycle.StatusOf(StandingOf(status), cumQty, 10) == status);

    private static OrdStatus StandingOf(OrdStatus status) => status is OrdStatus.PartiallyFilled or OrdStatus.Filled ? OrdStatus.New : status;

    // An execution changes what is filled, so the table shows what comes of all it may be afterwards.
    private static List<OrdStatus> Outcomes(OrdStatus from, Said said) =>
        [.. (FillLifecycle.IsExecution(said.ExecType) ? AnyFilled : Filled(from)).Select(cumQty =>
            new OrderLedger { Standing = StandingOf(from), OrderQty = 10, CumQty = cumQty }
                .Apply(Orders.Reports.Report(said.ExecType) with { ExecId = "e", ExecRefId = "r", OrdStatus = said.Stated }, Fill.None, Fill.None).After.OrdStatus)];

    private static string FillCell(OrdStatus from, Said said)
    {
        if (FillLifecycle.Next(StandingOf(from), said.ExecType, said.Stated) is Move.Refused)
        {
            return "*refused*";
        }

        var outcomes = Outcomes(from, said);
        return outcomes.TrueForAll(to => to == from) ? "."
            : outcomes.Distinct().Count() == 1 ? outcomes[0].ToString()
            : string.Join(" / ", outcomes.Select(to => to == from ? "." : to.ToString()));
    }

    private static IEnumerable<string> FillEdges(OrdStatus from, Said said) =>
        Outcomes(from, said).Where(to => to != from).Distinct().Select(to => $"{from} --> {to} : {said}");

    private static string ProgressCell(OrderState from, OrderTrigger trigger) => OrderProgress.Row(from, trigger) switch
    {
        null => ".",
        { When: Recency.Current } row => row.To.ToString(),
        { When: Recency.LaterPass } row => $"{row.To} *(later pass)*",
        { When: Recency.LaterAttempt } row => $"{row.To} *(later attempt)*",
        { When: Recency.LaterStep } row => $"{row.To} *(later step)*",
        var row => throw new InvalidOperationException($"No words for {row}"),
    };

    private static IEnumerable<string> ProgressEdges(OrderState from, OrderTrigger trigger) =>
        OrderProgress.Row(from, trigger) is { } row && row.To != from ? [$"{from} --> {row.To} : {trigger}"] : [];

    private static string Table<TState, TTrigger>(
        string corner, IEnumerable<TState> states, IReadOnlyCollection<TTrigger> triggers, Func<TState, TTrigger, string> cell)
    {
        var text = new StringBuilder($"| {corner} | {string.Join(" | ", triggers)} |\n|---|{string.Concat(triggers.Select(_ => "---|"))}\n");
        foreach (var state in states)
        {
            text.Append($"| **{state}** | {string.Join(" | ", triggers.Select(trigger => cell(state, trigger)))} |\n");
        }

        return text.ToString().TrimEnd();
    }

    private static string Diagram<TState, TTrigger>(
        IEnumerable<TState> states, IReadOnlyCollection<TTrigger> triggers, Func<TState, TTrigger, IEnumerable<string>> edges)
    {
        // One arrow for all triggers between the same two states.
        var arrows = states.SelectMany(state => triggers.SelectMany(trigger => edges(state, trigger)))
            .Select(edge => edge.Split(" : "))
            .GroupBy(edge => edge[0], edge => edge[1])
            .Select(edge => $"    {edge.Key} : {string.Join(", ", edge)}");
        return $"```mermaid\nstateDiagram-v2\n{string.Join('\n', arrows)}\n```";
    }

    /// <summary>A report as the table heads a column with it.</summary>
    private sealed record Said(string Name, ExecType ExecType, OrdStatus Stated)
    {
        public override string ToString() => Name;
    }
}
