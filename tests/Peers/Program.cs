using System.CommandLine;
using System.Text.Json;
using Pipeline.Messages;
using Pipeline.Peers;

// scripts/bench [--quick] [--json], and what it starts
var broker = new Option<Uri>("--broker") { Description = "The broker's address, amqp://user:password@host:port/vhost.", Required = true, CustomParser = result => new Uri(result.Tokens[0].Value) };
var postgres = new Option<Uri?>("--postgres") { CustomParser = result => new Uri(result.Tokens[0].Value), Description = "A database of PostgreSQL, postgres://user@host:port/name; without it the systems that need one are left out." };
var beside = new Option<Uri?>("--beside") { CustomParser = result => new Uri(result.Tokens[0].Value), Description = "The address of another virtual host of the broker, for this pipeline on PostgreSQL, which is left out without it: its queues have the names of the other one's." };
var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
var quick = new Option<bool>("--quick") { Description = "Only what the ratios need; within five minutes when all is built." };
var rounds = new Option<int?>("--rounds") { Description = "How often every system is run, one after the other; 3, or 2 when quick." };
var samples = new Option<int>("--samples") { Description = "Orders that each schedule measures in all its rounds.", DefaultValueFactory = _ => 6000 };
var warmUp = new Option<int?>("--warm-up") { Description = "Seconds that every system is run before the first round, since compilers that watch need some; 15, or 4 when quick." };
var only = new Option<string[]>("--systems") { Description = $"Which alone, of {string.Join(", ", Runner.Systems.Except([Runner.OursByQueues]))}; all without it.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
only.AcceptOnlyFromAmong([.. Runner.Systems.Except([Runner.OursByQueues])]);
var compare = new RootCommand("Measures this pipeline beside other ways to build it: the same hops, the same broker, the same machine, in turns. From an order's being taken in to the call of the venue.")
{
    broker, postgres, beside, json, quick, rounds, samples, warmUp, only,
};
compare.SetAction(async (parsed, cancellationToken) =>
{
    var isQuick = parsed.GetValue(quick);
    var count = parsed.GetValue(rounds) ?? (isQuick ? 2 : 3);
    var length = new Length(count, isQuick ? 1 : count, parsed.GetValue(samples), parsed.GetValue(warmUp) ?? (isQuick ? 4 : 15), isQuick ? 4 : 8, isQuick ? 3 : 8);
    var comparison = await Rounds.RunAsync(
        Comparison.Plan(isQuick, parsed.GetRequiredValue(only), ServersOf(parsed)), ServersOf(parsed), length, Console.Error.WriteLine, cancellationToken).ConfigureAwait(false);
    if (parsed.GetValue(json))
    {
        Console.WriteLine(JsonSerializer.Serialize(comparison, PipelineJson.Options));
    }
    else
    {
        Report.Print(comparison);
    }
});

var system = new Argument<string>("system") { Description = $"One of {string.Join(", ", Runner.Systems)}." };
system.AcceptOnlyFromAmong([.. Runner.Systems]);
var serve = new Command("serve", "Runs one system and measures it as it is asked to, line by line: RATE SECONDS, or - SECONDS for as much as goes through.") { system, broker, postgres, beside };
serve.SetAction((parsed, cancellationToken) =>
    Runner.ServeAsync(parsed.GetRequiredValue(system), ServersOf(parsed), Console.In, Console.Out, cancellationToken));
compare.Subcommands.Add(serve);
return await compare.Parse(args).InvokeAsync().ConfigureAwait(false);

Servers ServersOf(System.CommandLine.ParseResult parsed) => new(parsed.GetRequiredValue(broker), parsed.GetValue(postgres), parsed.GetValue(beside));
