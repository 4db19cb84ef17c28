using System.Text.Json;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Host.Options;
using Pipeline.Messages;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline setup --plan</c>: what the broker has, against what the code wants.</summary>
internal static class SetupPlan
{
    /// <summary>The exit code when setup does everything that is to be done.</summary>
    public const int ForSetup = 3;

    /// <summary>The exit code when something is left for a person: a rebuild, or a decision.</summary>
    public const int ForAPerson = 4;

    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Prints the plan and returns its exit code.</summary>
    public static async Task<int> PrintAsync(BusOptions options, bool asJson, TextWriter output, CancellationToken cancellationToken)
    {
        if (options.BrokerManagement.Length == 0)
        {
            throw new OptionException("--plan needs --broker-management: arguments, bindings and policies can't be read over AMQP");
        }

        using var management = new ManagementInterface(options);
        IReadOnlyList<TopologyStep> steps;
        try
        {
            steps = TopologyPlan.Of(options, await management.LookAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (ManagementFault.Of(e) is { } fault)
        {
            throw new OptionException($"--broker-management: {options.BrokerManagement} did not tell: {fault}");
        }

        await output.WriteLineAsync(asJson ? JsonSerializer.Serialize(steps, Json) : Table(steps)).ConfigureAwait(false);
        return CodeOf(steps);
    }

    /// <summary>0 when nothing is to be done.</summary>
    public static int CodeOf(IReadOnlyList<TopologyStep> steps) =>
        steps.Count == 0 ? 0 : steps.All(step => step.Kind == StepKind.Create) ? ForSetup : ForAPerson;

    private static string Table(IReadOnlyList<TopologyStep> steps)
    {
        if (steps.Count == 0)
        {
            return "The broker has what this version wants; there is nothing to do.";
        }

        var width = steps.Max(step => step.Of.Length);
        return string.Join('\n', steps.Select(step => $"{step.Kind.ToString().ToLowerInvariant(),-8} {step.Of.PadRight(width)}  {step.Difference}: {step.Act}"));
    }
}
