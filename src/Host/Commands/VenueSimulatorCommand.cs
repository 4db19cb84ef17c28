using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Pipeline.Host.Clocks;
using Pipeline.Host.Options;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline venue-simulator</c>: a venue that speaks Alpaca's or Binance's API and misbehaves, to rehearse a bad day against.</summary>
internal sealed class VenueSimulatorCommand
{
    private const int DefaultPort = 8090;

    private readonly Command command = new(
        "venue-simulator",
        """
        Serves a venue that speaks Alpaca's trading API (HTTP, and /stream as a WebSocket), or Binance Spot's (HTTP, and /ws-api/v3), on
        loopback, fills orders from quotes as the paper venue does, and misbehaves on a script. While it runs it can be told more, for example

          curl -d '{"name":"gateway","when":{"call":"submit","count":1},"status":504}' http://127.0.0.1:8090/simulator/behaviours
          curl -d '{"drop_stream":{}}'   http://127.0.0.1:8090/simulator/acts
          curl -d '{"stop":{"for":"20s"}}' http://127.0.0.1:8090/simulator/acts
          curl http://127.0.0.1:8090/simulator/calls

        docs/venue-simulator.md has an example of every misbehaviour. Nothing is kept when it stops.
        Exit code: 0 when it was stopped, 2 when the script or a setting is not understood.
        """);

    private readonly Option<int> port = new("--port")
    {
        Description = "Port of the venue; 0 picks a free one.", DefaultValueFactory = _ => DefaultPort,
    };

    private readonly Option<int?> controlPort = new("--control-port")
    {
        Description = "A second port, which listens while the venue is down too, for /simulator. [default: the next after --port]",
    };

    private readonly Option<FileInfo?> script = new("--script")
    {
        Description = "A script (JSON): the account, quotes, behaviours, timed acts.", HelpName = "FILE",
    };

    private readonly Option<VenueDialect> dialect = new("--dialect")
    {
        Description = "Whose API it speaks: alpaca or binance; a script's own comes first.", DefaultValueFactory = _ => VenueDialect.Alpaca,
    };

    private readonly Option<long> seed = new("--seed")
    {
        Description = "Seed of quotes, ids and chances; a script's own comes first.", DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> clock = new("--clock")
    {
        Description = "Run on a clock that starts here, for example 2026-03-02T09:30:00-05:00. [default: the real time]",
        HelpName = "TIME",
    };

    private readonly Option<double> speed = new("--speed")
    {
        Description = "Seconds of that clock that pass in one real second.", DefaultValueFactory = _ => 1,
    };

    private readonly Option<DirectoryInfo?> data = new("--data")
    {
        Description = "The data folder of the pipeline that trades here: both share the clock of --clock, whichever starts first.", HelpName = "DIR",
    };

    private readonly Option<string?> keyId = new("--key-id")
    {
        Description = "Credentials that calls must bear, with --secret-key. [default: none are asked for]", HelpName = "KEY",
    };

    private readonly Option<string?> secretKey = new("--secret-key")
    {
        Description = "The secret that goes with --key-id.", HelpName = "SECRET",
    };

    private readonly Option<bool> textFrames = new("--text-frames")
    {
        Description = "Send text frames on the stream, as Alpaca's live venue does; its paper venue sends binary ones.",
    };

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of scripts and stop." };

    private VenueSimulatorCommand()
    {
        Option[] options = [port, controlPort, script, dialect, seed, clock, speed, data, keyId, secretKey, textFrames, schema];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
    }

    public static Command Create() => new VenueSimulatorCommand().command;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (parsed.GetValue(schema))
        {
            var published = ScriptSchema.Of<VenueScript>().ToJsonString(new JsonSerializerOptions { WriteIndented = true });
            await output.WriteLineAsync(published).ConfigureAwait(false);
            return 0;
        }

        var loaded = Script(parsed.GetValue(script));
        using var shared = parsed.GetValue(data) is { } folder ? new SharedClock(folder.FullName) : null;
        var time = Clock(parsed, shared);
        using var venue = new SimulatedVenue(
            Options(parsed), time, failed => error.WriteLine($"venue-simulator: an act could not take place: {failed.Message}"));
        venue.Load(loaded);
        var at = new IPEndPoint(IPAddress.Loopback, Port(parsed.GetValue(port), "--port"));
        var next = at.Port == 0 ? 0 : at.Port + 1;
        var control = new IPEndPoint(IPAddress.Loopback, Port(parsed.GetValue(controlPort) ?? next, "--control-port"));
        await using var app = SimulatorServer.Build(venue, at, control);
        await StartAsync(app, cancellationToken).ConfigureAwait(false);
        await (shared?.StartAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var urls = string.Join(", also while it is down on ", app.Urls);
        await error.WriteLineAsync($"venue-simulator: serving {loaded.Dialect ?? parsed.GetValue(dialect)}'s API on {urls} (Ctrl-C stops)").ConfigureAwait(false);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        await (shared?.StopAsync(CancellationToken.None) ?? Task.CompletedTask).ConfigureAwait(false);
        return 0;
    }

    private SimulatorOptions Options(ParseResult parsed) =>
        parsed.GetValue(keyId) is null == parsed.GetValue(secretKey) is null
            ? new SimulatorOptions
            {
                Dialect = parsed.GetValue(dialect),
                Seed = parsed.GetValue(seed),
                KeyId = parsed.GetValue(keyId),
                SecretKey = parsed.GetValue(secretKey),
                BinaryFrames = !parsed.GetValue(textFrames),
            }
            : throw new OptionException("--key-id and --secret-key belong together");

    private TimeProvider Clock(ParseResult parsed, SharedClock? shared)
    {
        if (parsed.GetValue(clock) is not { } text)
        {
            return shared is null ? TimeProvider.System : throw new OptionException("--data: it says whose --clock is shared, and there is none");
        }

        var pace = parsed.GetValue(speed);
        if (pace is not (>= 0.01 and <= 3600))
        {
            throw new OptionException($"--speed: {pace} is not from 0.01 to 3600");
        }

        try
        {
            var start = (DateTimeOffset)SettingValue.Parse(text, typeof(DateTimeOffset))!;
            return shared is null ? new RehearsalClock(start, TimeProvider.System.GetUtcNow(), pace) : Join(shared, parsed.GetValue(data)!, start, pace);
        }
        catch (FormatException e)
        {
            throw new OptionException($"--clock: {e.Message}");
        }
    }

    private static TimeProvider Join(SharedClock shared, DirectoryInfo folder, DateTimeOffset start, double pace)
    {
        try
        {
            folder.Create();
            return shared.Join(start, pace, shared.LastSaid);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--data: {e.Message}");
        }
    }

    private static VenueScript Script(FileInfo? file)
    {
        try
        {
            return file is null ? new VenueScript() : ScriptJson.ReadScript(File.ReadAllText(file.FullName));
        }
        catch (Exception e) when (e is ScriptException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--script: {file!.Name}: {e.Message}");
        }
    }

    private static int Port(int value, string flag) => value is >= 0 and <= ushort.MaxValue
        ? value
        : throw new OptionException($"{flag}: {value} is no port; write a number from 0 to 65535");

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            throw new OptionException($"--port: {e.Message}");
        }
    }
}
