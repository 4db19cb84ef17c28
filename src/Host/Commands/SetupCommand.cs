using System.CommandLine;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Host.Options;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline setup</c>: creates the schema, and the topology where a broker is used, by intent and before anything starts.</summary>
internal static class SetupCommand
{
    public static Command Create()
    {
        var command = new Command("setup", "Creates the database's schema and, with --transport rabbitmq, every exchange and queue. Doing it again changes nothing.");
        var settings = new SettingOptions(command, setting => setting.Property.ReflectedType == typeof(BusOptions) || StoreLook.Says(setting));
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = settings.Read(result);
            var database = StoreLook.Named(options.Get<ProcessOptions>());
            database.Migrate();
            await Console.Out.WriteLineAsync($"schema: up to date in {database.Name}").ConfigureAwait(false);
            var bus = options.Get<BusOptions>();
            if (bus.IsRabbitMq)
            {
                await BrokerSetup.DeployAsync(bus, cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"topology: {QueueNames.All.Count} queues, each with its error queue, and exchange '{QueueNames.IntentsExchange}' stand").ConfigureAwait(false);
            }
            else
            {
                await Console.Out.WriteLineAsync("topology: none needed in memory").ConfigureAwait(false);
            }

            return 0;
        });
        return command;
    }
}
