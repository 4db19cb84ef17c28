using System.CommandLine;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Host.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline setup</c>: creates the schema, and the topology where a broker is used, by intent and before anything starts.</summary>
internal static class SetupCommand
{
    public static Command Create()
    {
        var plan = new Option<bool>("--plan")
        {
            Description = "Changes nothing, and lists what differs on the broker and what is to be done. Needs --broker-management. Exit code 0: nothing; 3: setup does all of it; 4: something needs a person.",
        };
        var json = new Option<bool>("--json") { Description = "With --plan: as JSON." };
        var rebuild = new Option<string?>("--rebuild")
        {
            Description = "Makes a queue anew with the arguments that are wanted now, without losing a message, while nobody consumes from it. Needs --broker-management.", HelpName = "QUEUE",
        };
        rebuild.AcceptOnlyFromAmong([.. BrokerTopology.Queues]);
        var definitions = new Option<bool>("--definitions")
        {
            Description = "Prints rabbitmq/definitions.json, virtual host, queues, policies and a user a worker, for `rabbitmqctl import_definitions`, and does nothing else.",
        };
        var passwords = new Option<DirectoryInfo?>("--passwords")
        {
            Description = "With --definitions: a folder with a file for each user, named as the user, in which its password stands. A user without a file can't log in, and is named on standard error.",
            HelpName = "DIR",
        };
        var breaking = new Option<bool>("--breaking")
        {
            Description = "Brings the schema up to date though processes of an older version break at it: all of them have been stopped, and none of them can go on with this store. Without it setup says which migration that is, and changes nothing.",
        };
        var command = new Command("setup", "Creates the database's schema, or brings an older one up to date, and, with --transport rabbitmq, every exchange and queue. Doing it again changes nothing.") { plan, json, rebuild, definitions, passwords, breaking };
        var settings = new SettingOptions(command, setting => setting.Property.ReflectedType == typeof(BusOptions) || StoreLook.Says(setting));
        command.SetAction(async (result, cancellationToken) =>
        {
            var (options, output) = (settings.Read(result), result.InvocationConfiguration.Output);
            var bus = options.Get<BusOptions>();
            BrokerLogin.Complete(bus, usesManagement: true);
            if (result.GetValue(definitions))
            {
                var known = UserPasswords.Read(result.GetValue(passwords), result.InvocationConfiguration.Error);
                await output.WriteAsync(BrokerDefinitions.Of(bus, known.GetValueOrDefault)).ConfigureAwait(false);
                return 0;
            }

            if (result.GetValue(plan))
            {
                return await SetupPlan.PrintAsync(bus, result.GetValue(json), output, cancellationToken).ConfigureAwait(false);
            }

            if (result.GetValue(rebuild) is { } queue)
            {
                await OnTheBrokerAsync(bus, () => RebuildAsync(bus, queue, output, cancellationToken)).ConfigureAwait(false);
                return 0;
            }

            var database = StoreLook.Named(options.Get<ProcessOptions>());
            StoreLook.Migrate(database, "setup", mayBreak: result.GetValue(breaking));
            await output.WriteLineAsync($"schema: up to date in {database.Name}").ConfigureAwait(false);
            await OnTheBrokerAsync(bus, () => DeployAsync(bus, output, cancellationToken)).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    // What is asked of the broker, with what it does not give said in words.
    private static async Task OnTheBrokerAsync(BusOptions options, Func<Task> act)
    {
        var address = BrokerAddress.Parse(options.Broker);
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (BrokerUnreachableException e)
        {
            throw new OptionException($"--broker: {address} can't be reached: {e.InnerException?.Message ?? e.Message}");
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.AccessRefused)
        {
            throw new OptionException(
                $"--broker: user {address.User} may not do that: {e.ShutdownReason.ReplyText}; nothing was taken away. Where users are this project's own, import this version's definitions first: "
                + "pipeline setup --definitions --passwords DIR, then rabbitmqctl import_definitions");
        }
        catch (OperationInterruptedException e)
        {
            throw new OptionException(
                $"--broker: {address} ended it: {e.ShutdownReason?.ReplyText ?? e.Message}. What was begun goes on when it is said again; until then a queue may stand aside (`pipeline setup --plan` names it)");
        }
        catch (TimeoutException e)
        {
            throw new OptionException(
                $"--broker: {address} does not answer: {e.Message} What was begun goes on when it is said again; until then a queue may stand aside (`pipeline setup --plan` names it)");
        }
        catch (Exception e) when (ManagementFault.Of(e) is { } fault)
        {
            throw new OptionException($"--broker-management: {options.BrokerManagement} did not answer as it should: {fault}");
        }
    }

    private static async Task DeployAsync(BusOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        if (!options.IsRabbitMq)
        {
            await output.WriteLineAsync("topology: none needed in memory; --transport rabbitmq makes it on a broker").ConfigureAwait(false);
            return;
        }

        var differences = await BrokerSetup.DeployAsync(options, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync($"topology: {BrokerTopology.Queues.Count} queues and {BrokerTopology.Exchanges.Count} exchanges stand").ConfigureAwait(false);
        foreach (var difference in differences)
        {
            await output.WriteLineAsync($"differs, and is used as it is: {difference}").ConfigureAwait(false);
        }

        if (options.BrokerManagement.Length == 0)
        {
            await output.WriteLineAsync("policies: left as they are; --broker-management names where they are set").ConfigureAwait(false);
            return;
        }

        using var management = new ManagementInterface(options);
        foreach (var policy in QueuePolicies.Of(options))
        {
            await management.SetAsync(policy, cancellationToken).ConfigureAwait(false);
        }

        await output.WriteLineAsync($"policies: {string.Join(", ", QueuePolicies.Of(options).Select(policy => policy.Name))} are set").ConfigureAwait(false);
    }

    private static async Task RebuildAsync(BusOptions options, string queue, TextWriter output, CancellationToken cancellationToken)
    {
        if (options.BrokerManagement.Length == 0)
        {
            throw new OptionException("--rebuild needs --broker-management: what a queue has given up and keeps can't be seen over AMQP");
        }

        await using var rebuild = new QueueRebuild(options, queue);
        try
        {
            await output.WriteLineAsync($"queue {queue}: looking whether it keeps what nobody has taken; that takes {ManagementInterface.Lag.TotalSeconds} s").ConfigureAwait(false);
            await output.WriteLineAsync($"queue {queue} is made anew; {await rebuild.RunAsync(cancellationToken).ConfigureAwait(false)} messages were in it and are in it again").ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw new OptionException($"--rebuild: {e.Message}");
        }
    }
}
