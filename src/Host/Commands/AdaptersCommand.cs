using System.CommandLine;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Venues.Conformance;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline adapters</c>: what the adapters of venues can do, and whether they do it.</summary>
internal sealed class AdaptersCommand
{
    private readonly Argument<string> name = new("name") { Description = "The venue: paper, alpaca or binance.", HelpName = "NAME" };

    private readonly Option<string?> url = new("--url")
    {
        Description = "Address of the venue, a simulator for example. [default: a simulator of its own]", HelpName = "URL",
    };

    private readonly Option<string?> keyId = new("--key-id") { Description = "The API key, with --url; its secret as with `pipeline run`.", HelpName = "KEY" };

    private readonly Option<string?> secretFile = new("--secret-file")
    {
        Description = "File with the key's secret. [default: the venue's environment variable]", HelpName = "FILE",
    };

    private readonly Option<string?> only = new("--case") { Description = "Runs this case alone, E01 for example.", HelpName = "ID" };

    public static Command Create()
    {
        var command = new Command("adapters", "What the adapters of venues can do, and whether they do it.");
        command.Subcommands.Add(new AdaptersCommand().Conformance());
        command.Subcommands.Add(AdapterFilesCommand.Hash());
        command.Subcommands.Add(AdapterFilesCommand.Diff());
        return command;
    }

    private Command Conformance()
    {
        var command = new Command(
            "conformance",
            """
            Runs the conformance suite against an adapter: numbered cases of orders, reports and faults, each before a simulated venue of its own on
            this machine, or before the venue at --url, where orders are real to it and the cases of faults are skipped; a simulator that
            rehearses another day (--clock) sets the day. A case is skipped where
            the venue lacks what it needs. docs/venues.md has every case and what came of it.
            Exit code: 0 when no case failed, 1 when one did, 2 when an argument is wrong.
            """);
        command.Arguments.Add(name);
        foreach (var option in new Option[] { url, keyId, secretFile, only })
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var adapter = Adapters.All.FirstOrDefault(known => known.Name == parsed.GetValue(name))
            ?? throw new OptionException($"adapters: '{parsed.GetValue(name)}' is no adapter; there are {string.Join(", ", Adapters.All.Select(known => known.Name))}");
        var address = Address(parsed, adapter);
        var (key, secret) = address is null ? (null, null) : Key(parsed, adapter);
        var cases = ConformanceSuite.All.Where(what => parsed.GetValue(only) is not { } id || what.Id == id).ToList();
        if (cases.Count == 0)
        {
            throw new OptionException($"--case: there is no case {parsed.GetValue(only)}; there are {ConformanceSuite.All[0].Id} to {ConformanceSuite.All[^1].Id}");
        }

        var output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync($"{adapter.Capabilities.Adapter} at {address ?? "a venue of its own"}").ConfigureAwait(false);
        var outcomes = new List<ConformanceOutcome>();
        foreach (var what in cases)
        {
            var result = await ConformanceSuite.RunAsync(what, () => adapter.Open(address, key, secret), left => output.WriteLine($"waits   {what.Id}  {left.TotalSeconds:0} s, as the venue asks"), cancellationToken).ConfigureAwait(false);
            outcomes.Add(result.Outcome);
            await output.WriteLineAsync($"{Word(result.Outcome)} {what.Id}  {what.Act}: {what.Expected}{(result.Why is null ? "" : $"{Environment.NewLine}             {result.Why}")}").ConfigureAwait(false);
        }

        await output.WriteLineAsync(
            $"{outcomes.Count(outcome => outcome == ConformanceOutcome.Passed)} passed, {outcomes.Count(outcome => outcome == ConformanceOutcome.Skipped)} skipped, {outcomes.Count(outcome => outcome == ConformanceOutcome.Failed)} failed").ConfigureAwait(false);
        return outcomes.Contains(ConformanceOutcome.Failed) ? 1 : 0;
    }

    private string? Address(ParseResult parsed, AdapterUnderConformance adapter)
    {
        if (parsed.GetValue(url) is not { } text)
        {
            return null;
        }

        if (!adapter.HasAddress || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new OptionException(adapter.HasAddress ? $"--url: '{text}' is no address; write http://127.0.0.1:8090" : $"--url: {adapter.Name} is in this process and has no address");
        }

        return address.IsLoopback ? text : throw new OptionException($"--url: {address} is not on this machine; the suite fills, cancels and loses orders on purpose, so it runs at a venue simulator alone (scripts/venue-simulator)");
    }

    private (string Key, string Secret) Key(ParseResult parsed, AdapterUnderConformance adapter)
    {
        var (source, secret) = VenueKeys.Read("--secret-file", parsed.GetValue(secretFile) ?? "", adapter.SecretVariable!);
        return secret.Length > 0 && parsed.GetValue(keyId) is { Length: > 0 } key
            ? (key, secret)
            : throw new OptionException($"--url: a venue at an address needs --key-id, and a secret in {source}");
    }

    private static string Word(ConformanceOutcome outcome) => outcome switch
    {
        ConformanceOutcome.Passed => "passed ",
        ConformanceOutcome.Skipped => "skipped",
        _ => "FAILED ",
    };
}
