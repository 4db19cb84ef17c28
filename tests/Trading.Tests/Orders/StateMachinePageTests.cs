using System.Text;
using NUnit.Framework;
using Pipeline.Messages.Fix;
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

        {Table("OrdStatus", FillLifecycle.States, Enum.GetValues<ExecType>(), FillCell)}

        {Diagram(FillLifecycle.States, Enum.GetValues<ExecType>(), FillEdges)}

        ## Where the order is

        An order whose first news is not its proposal begins where that news leads from Proposed.

        {Table("State", Enum.GetValues<OrderState>(), Enum.GetValues<OrderTrigger>(), ProgressCell)}

        {Diagram(Enum.GetValues<OrderState>(), Enum.GetValues<OrderTrigger>(), ProgressEdges)}
        """.ReplaceLineEndings("\n"));

    private static OrdStatus After(OrdStatus from, ExecType exec, decimal cumQty) => FillLifecycle.Next(from, exec, cumQty, 10) ?? from;

    private static List<OrdStatus> Outcomes(OrdStatus from, ExecType exec) => [After(from, exec, 0), After(from, exec, 5), After(from, exec, 10)];

    private static string FillCell(OrdStatus from, ExecType exec)
    {
        var outcomes = Outcomes(from, exec);
        return outcomes.TrueForAll(to => to == from) ? "."
            : outcomes.Distinct().Count() == 1 ? outcomes[0].ToString()
            : string.Join(" / ", outcomes.Select(to => to == from ? "." : to.ToString()));
    }

    private static IEnumerable<string> FillEdges(OrdStatus from, ExecType exec) =>
        Outcomes(from, exec).Where(to => to != from).Distinct().Select(to => $"{from} --> {to} : {exec}");

    private static string ProgressCell(OrderState from, OrderTrigger trigger) => OrderProgress.Row(from, trigger) switch
    {
        null => ".",
        { When: Recency.Current } row => row.To.ToString(),
        { When: Recency.LaterPass } row => $"{row.To} *(later pass)*",
        { When: Recency.LaterAttempt } row => $"{row.To} *(later attempt)*",
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
}
