using Pipeline.Simulation.VenueSimulator;
using static Pipeline.Simulation.Scenarios.Requirement;

namespace Pipeline.Simulation.Scenarios;

/// <summary>
/// What an expectation must hold beyond its types: every name in it is known. Else a count of 0 would hold of a name that is
/// misspelt.
/// </summary>
internal sealed class ExpectationCheck(OrderNames names, ScenarioSymbols symbols)
{
    /// <param name="expectation">What is expected.</param>
    /// <param name="step">The step it stands in; null outside one.</param>
    /// <param name="path">Its place.</param>
    /// <exception cref="ScenarioException">It says what can't be meant.</exception>
    public void Check(Expectation expectation, Step? step, string path)
    {
        Require(step is null || expectation.At is null, $"{path}.at", "stands in a step, which has its own time");
        Require(
            step?.Intent is not null || (expectation.Duplicate is null && expectation.Faults is null && (expectation.Status is null || step?.AgentCancel is not null)), path,
            "status, duplicate and faults are about the answer to an intent; of a cancel there is a status");
        Require(
            step?.Operator is not null || step?.AgentCancel is not null || expectation.Refused is null, $"{path}.refused",
            "is about the act of an operator, or the cancel of an agent");
        if (expectation.Status is { } status)
        {
            RequireKnown(status, ScenarioWords.Statuses, $"{path}.status");
        }

        foreach (var (name, order) in expectation.Orders ?? new Dictionary<string, OrderExpectation>())
        {
            names.ClOrdIdOf(name, $"{path}.orders.{name}");
            RequireWords(order.Alerts?.Keys, ScenarioWords.Alerts, $"{path}.orders.{name}.alerts");
            RequireWords(order.Journal?.Keys, ScenarioWords.Journal, $"{path}.orders.{name}.journal");
        }

        foreach (var (name, line) in expectation.Lines ?? new Dictionary<string, LineExpectation>())
        {
            names.ClOrdIdOf(name, $"{path}.lines.{name}");
            RequireWords(line.Alerts?.Keys, ScenarioWords.Alerts, $"{path}.lines.{name}.alerts");
        }

        RequireWords(expectation.Alerts?.Keys, ScenarioWords.Alerts, $"{path}.alerts");
        RequireWords(expectation.Journal?.Keys, ScenarioWords.Journal, $"{path}.journal");
        foreach (var symbol in expectation.Exposure?.Keys ?? [])
        {
            symbols.Require(symbol, $"{path}.exposure.{symbol}");
        }

        foreach (var symbol in expectation.Positions?.Keys ?? [])
        {
            symbols.Require(symbol, $"{path}.positions.{symbol}");
        }

        foreach (var currency in expectation.FeesTaken?.Keys ?? [])
        {
            symbols.RequireCurrency(currency, $"{path}.fees_taken.{currency}");
        }

        foreach (var currency in expectation.FeesAwaited?.Keys ?? [])
        {
            symbols.RequireCurrency(currency, $"{path}.fees_awaited.{currency}");
        }

        for (var i = 0; i < (expectation.Breaks?.Count ?? 0); i++)
        {
            symbols.Require(expectation.Breaks![i].Symbol, $"{path}.breaks[{i}].symbol");
            if (expectation.Breaks[i].Order is { } name)
            {
                names.ClOrdIdOf(name, $"{path}.breaks[{i}].order");
            }
        }

        for (var i = 0; i < (expectation.Calls?.Count ?? 0); i++)
        {
            Check(expectation.Calls![i], $"{path}.calls[{i}]");
        }
    }

    private void Check(CallExpectation call, string path)
    {
        if (call.Order is not null)
        {
            names.ClOrdIdOf(call.Order, $"{path}.order");
        }

        if (call.Method is { } method)
        {
            RequireKnown(method, ScenarioWords.Methods, $"{path}.method");
        }

        if (call.Path is { } address)
        {
            var kinds = (call.Method is { } said ? [said] : ScenarioWords.Methods).Select(method => CallKinds.Of(method, address)).Where(kind => kind != CallKind.Other).ToList();
            Require(kinds.Count > 0, $"{path}.path", $"the venue has no {(call.Method is null ? "" : $"{call.Method} ")}{address}");
            Require(kinds.Exists(kind => call.Call.Covers(kind)), $"{path}.path", $"{address} is no call of this kind");
        }
    }

    private static void RequireWords(IEnumerable<string>? said, IReadOnlyCollection<string> known, string path)
    {
        foreach (var word in said ?? [])
        {
            RequireKnown(word, known, $"{path}.{word}");
        }
    }
}
