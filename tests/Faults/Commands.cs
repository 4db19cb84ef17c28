using System.CommandLine;
using System.Text.Json;
using Pipeline.Faults.Matrix;

namespace Pipeline.Faults;

/// <summary>The commands behind scripts/crash-run, scripts/outage-run, scripts/upgrade-run, scripts/fault-run, scripts/soak and scripts/crash-matrix.</summary>
internal static class Commands
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };
    private static readonly Option<bool> Keep = new("--keep") { Description = "Leave the folder of the run." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Print the verdict as JSON." };

    public static Command CrashRun()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 20, Description = "How often a process is killed." };
        var intents = new Option<int>("--intents") { DefaultValueFactory = _ => 200, Description = "Intents a round." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of the intents and of the moments." };
        var transport = new Option<string>("--transport") { DefaultValueFactory = _ => "memory", Description = "memory: one process. rabbitmq: two, over a private broker." };
        transport.AcceptOnlyFromAmong("memory", "rabbitmq");
        var postgres = new Option<bool>("--postgres") { Description = "Two hosts of each worker, over a private broker and a private PostgreSQL server, which is killed in every other round." };
        var together = new Option<bool>("--together") { Description = "Every worker in each process, where an order is granted in the turn that takes it; over a broker." };
        var command = new Command("crash-run", "Kills a process of the pipeline while orders are on their way, again and again.") { rounds, intents, seed, transport, postgres, together, Keep, AsJson };
        command.SetAction(async (result, cancellationToken) => Report(result, [await new CrashRun(
            new CrashRunOptions
            {
                Rounds = result.GetValue(rounds), Intents = result.GetValue(intents), Seed = result.GetValue(seed),
                IsRabbitMq = result.GetValue(transport) == "rabbitmq" || result.GetValue(postgres) || result.GetValue(together), IsPostgres = result.GetValue(postgres), IsTogether = result.GetValue(together),
                Keep = result.GetValue(Keep),
            },
            Say).RunAsync(cancellationToken)]));
        return command;
    }

    public static Command OutageRun()
    {
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long the outage lasts." };
        var kind = new Option<string>("--kind") { DefaultValueFactory = _ => "broker", Description = "What is away: broker (killed), store (locked), or cluster (each of three nodes in turn). scripts/outage-run --kind venue takes the venue away, on virtual time." };
        kind.AcceptOnlyFromAmong("broker", "store", "cluster");
        var command = new Command("outage-run", "Takes the broker or the store away under load and gives it back.") { seconds, kind, Keep, AsJson };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new OutageRunOptions { Outage = TimeSpan.FromSeconds(result.GetValue(seconds)), Keep = result.GetValue(Keep) };
            return Report(result, result.GetValue(kind) switch
            {
                "broker" => [await new BrokerOutage(options, Say).RunAsync(cancellationToken)],
                "cluster" => [await new ClusterOutage(options, Say).RunAsync(cancellationToken)],
                _ =>
                [
                    await new StoreOutage(options, Say).RunAsync(cancellationToken),
                    await new StoreOutage(options with { IsRabbitMq = true }, Say).RunAsync(cancellationToken),
                ],
            });
        });
        return command;
    }

    public static Command UpgradeRun()
    {
        var program = new Option<FileInfo>("--program") { Required = true, Description = "The older version's program." };
        var version = new Option<string>("--version-name") { Required = true, Description = "What to call the older version." };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 10, Description = "How long each lap lasts." };
        var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 10, Description = "Intents a second." };
        var postgres = new Option<bool>("--postgres") { Description = "Over a private PostgreSQL server." };
        var command = new Command("upgrade-run", "Upgrades workers of an older version to this one under load, side by side, and goes back.") { program, version, seconds, rate, postgres, Keep, AsJson };
        command.SetAction(async (result, cancellationToken) => Report(result, [await new UpgradeRun(
            new UpgradeRunOptions
            {
                From = new ProgramBuild($"{result.GetRequiredValue(version)}-", result.GetRequiredValue(program).FullName),
                IsPostgres = result.GetValue(postgres),
                Load = new OutageRunOptions { Outage = TimeSpan.FromSeconds(result.GetValue(seconds)), Keep = result.GetValue(Keep), IntentsPerSecond = result.GetValue(rate) },
            },
            Say).RunAsync(cancellationToken)]));
        return command;
    }

    public static Command FaultRun()
    {
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 12, Description = "For how long things are broken." };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 12, Description = "How long a fault lasts at the most, half as long at the least." };
        var rate = new Option<double>("--intents-per-second") { DefaultValueFactory = _ => 10, Description = "The load." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of the intents and of the faults." };
        var command = new Command("fault-run", "Kills, stops, freezes and cuts off nodes of a broker's cluster, workers of two hosts and their PostgreSQL server under load.")
        {
            minutes, seconds, rate, seed, Keep, AsJson,
        };
        command.SetAction(async (result, cancellationToken) => Report(result, [await new FaultRun(
            new OutageRunOptions
            {
                Outage = TimeSpan.FromSeconds(result.GetValue(seconds)), IntentsPerSecond = result.GetValue(rate), Seed = result.GetValue(seed), Keep = result.GetValue(Keep),
            },
            TimeSpan.FromMinutes(result.GetValue(minutes)),
            Say).RunAsync(cancellationToken)]));
        return command;
    }

    public static Command Soak()
    {
        var minutes = new Option<double>("--minutes") { DefaultValueFactory = _ => 60, Description = "For how long." };
        var rate = new Option<double>("--intents-per-second") { DefaultValueFactory = _ => 30, Description = "The load." };
        var command = new Command("soak", "Keeps two processes under a steady load for long, and looks whether their memory grows and anything is left.") { minutes, rate, Keep, AsJson };
        command.SetAction(async (result, cancellationToken) => Report(result, [await new Soak(
            new OutageRunOptions { IntentsPerSecond = result.GetValue(rate), Keep = result.GetValue(Keep) }, TimeSpan.FromMinutes(result.GetValue(minutes)), Say).RunAsync(cancellationToken)]));
        return command;
    }

    public static Command CrashMatrix()
    {
        var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "Only the rows whose name has a match of this regular expression." };
        var orders = new Option<int>("--orders") { DefaultValueFactory = _ => 40, Description = "Intents a row." };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of the intents and of the moments." };
        var command = new Command("crash-matrix", "Kills a process at every step of every stage, then breaks what else can break, over a private broker.")
        {
            only, orders, seed, Keep, AsJson,
        };
        command.SetAction(async (result, cancellationToken) => Report(result, [await new CrashMatrix(
            new MatrixOptions
            {
                Only = result.GetRequiredValue(only), Orders = result.GetValue(orders), Seed = result.GetValue(seed), Keep = result.GetValue(Keep),
            },
            Say).RunAsync(cancellationToken)]));
        return command;
    }

    private static int Report(ParseResult result, IReadOnlyList<Verdict> verdicts)
    {
        Console.Out.WriteLine(result.GetValue(AsJson)
            ? JsonSerializer.Serialize(verdicts, Json)
            : string.Join(Environment.NewLine + Environment.NewLine, verdicts.Select(FigureTable.Of)));
        return verdicts.All(verdict => verdict.Passed) ? 0 : 1;
    }

    private static void Say(string line) => Console.Error.WriteLine(line);
}
