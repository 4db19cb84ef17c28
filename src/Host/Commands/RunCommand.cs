using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Pipeline.Access;
using Pipeline.Bus;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Intake;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;
using Pipeline.WebConsole;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline run</c> and <c>pipeline worker</c>: serve until stopped.</summary>
internal static class RunCommand
{
    public static Command Run()
    {
        var command = new Command("run", "Serves every worker in this process until it is stopped: in-memory transport, SQLite and the paper venue unless told otherwise.");
        var (restored, why) = (RestoredOption(), RestoredWhyOption());
        command.Options.Add(restored);
        command.Options.Add(why);
        var settings = new SettingOptions(command);
        command.SetAction((result, cancellationToken) => ServeAsync(settings.Read(result), Workers.Names, result.GetValue(restored), result.GetValue(why), cancellationToken));
        return command;
    }

    public static Command Worker()
    {
        var names = new Argument<string[]>("names") { Description = "Workers to host in this process.", Arity = ArgumentArity.OneOrMore };
        names.AcceptOnlyFromAmong([.. Workers.Names]);
        var command = new Command("worker", "Serves the named workers in this process; the others run elsewhere, over RabbitMQ and the same data.") { names };
        var (restored, why) = (RestoredOption(), RestoredWhyOption());
        command.Options.Add(restored);
        command.Options.Add(why);
        var settings = new SettingOptions(command, null, ("--transport", "rabbitmq"));
        command.SetAction((result, cancellationToken) =>
        {
            var options = settings.Read(result);
            return options.Get<BusOptions>().IsRabbitMq
                ? ServeAsync(options, [.. Workers.Names.Where(result.GetRequiredValue(names).Contains)], result.GetValue(restored), result.GetValue(why), cancellationToken)
                : throw new OptionException("--transport: workers in several processes need rabbitmq; the memory transport ends at the process. Use `pipeline run`.");
        });
        return command;
    }

    private static Option<bool> RestoredOption() => new("--restored")
    {
        Description = "The store was restored from a backup, said to one process, before any other starts: import what the venue did since before intake opens, and ask the venue before every first send "
            + "until an operator ends this state (POST /v1/restored/end).",
    };

    private static Option<string?> RestoredWhyOption() => new("--restored-why")
    {
        Description = "With --restored: why, for the journal; who is the user of the operating system that starts it.",
        HelpName = "TEXT",
    };

    private static async Task<int> ServeAsync(OptionSet options, IReadOnlyList<string> workers, bool isRestored, string? why, CancellationToken cancellationToken)
    {
        if (why is not null && !isRestored)
        {
            throw new OptionException("--restored-why: goes with --restored");
        }

        if (why is not null && Actor.WhyFault(why.Trim()) is { } fault)
        {
            throw new OptionException($"--restored-why: it {fault}");
        }

        await using var app = PipelineProcess.Build(
            options, workers, logToConsole: true, isRestored, restoredBy: new Actor($"os:{Environment.UserName}@{Environment.MachineName}", why?.Trim() ?? "not said"));
        var host = options.Get<ProcessOptions>();
        var policy = app.Services.GetRequiredService<AccessPolicy>();
        Banner(host, options.Get<BusOptions>(), policy, Venue(options), workers);
        if (!policy.NeedsCredentials)
        {
            app.Services.GetRequiredService<ILogger<AccessPolicy>>().LogWarning("Nobody is asked for credentials: whoever is on this machine may publish intents to the paper venue");
        }

        foreach (var warning in OperatorLimits.Warnings(options, app.Services.GetService<LimitsInForce>()?.Book))
        {
            app.Services.GetRequiredService<ILogger<LimitsInForce>>().LogWarning("{Path} of the limits file {Message}", warning.Path, warning.Message);
        }

        if (!await StartsAsync(app, cancellationToken).ConfigureAwait(false))
        {
            await Console.Error.WriteLineAsync("pipeline: stopped before it served").ConfigureAwait(false);
            return Environment.ExitCode;
        }

        await Console.Error.WriteLineAsync($"pipeline: serving on {(host.HttpCertificate.Length > 0 ? "https" : "http")}://{host.Http} (Ctrl-C drains and stops)").ConfigureAwait(false);
        if (workers.Contains(Stages.Operator))
        {
            await Console.Error.WriteLineAsync($"pipeline: console at {app.Urls.Single().TrimEnd('/')}{ConsoleRegistration.Path}/").ConfigureAwait(false);
        }

        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        await Console.Error.WriteLineAsync("pipeline: stopped").ConfigureAwait(false);

        // Not 0 when the process stopped because it could not go on: who watches over it starts another.
        return Environment.ExitCode;
    }

    /// <summary>Starts a process. False when it was told to stop before everything had begun. Whatever keeps it from starting, what had begun is stopped again.</summary>
    /// <exception cref="OptionException">Another process has the address that it is to serve on.</exception>
    internal static async Task<bool> StartsAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            return false;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw new OptionException($"--http: {e.Message.TrimEnd('.')}; each process of a machine needs a port of its own", e);
        }
        catch
        {
            // Consumers that go on while what they need is taken down would make dead letters of good messages.
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static string Venue(OptionSet options) => options.Get<IntakeOptions>().Venue switch
    {
        "alpaca" => $"no venue but the one at {options.Get<AlpacaOptions>().Url}",
        "binance" => $"no venue but the one at {options.Get<BinanceOptions>().Url}",
        _ => "paper venue only: nothing here trades real money",
    };

    private static void Banner(ProcessOptions host, BusOptions bus, AccessPolicy policy, string venue, IReadOnlyList<string> workers) => Console.Error.WriteLine(
        $"""
        pipeline: credentials {policy.Why}; {venue}
        pipeline: workers {string.Join(", ", workers)} over {bus.Transport}; data in {Path.GetFullPath(host.Data)}{(host.Clock is { } start ? $"; rehearsal clock from {start:O} at speed {host.Speed}" : "")}
        """);
}
