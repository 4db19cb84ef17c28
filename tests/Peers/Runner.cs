using System.Globalization;
using System.Text.Json;

namespace Pipeline.Peers;

/// <summary>Measures one system in this process, round by round.</summary>
internal static class Runner
{
    public const string OursInMemory = "pipeline-memory";
    public const string Ours = "pipeline-sqlite";
    public const string OursByQueues = "pipeline-sqlite-queues";
    public const string OursOnPostgres = "pipeline-postgres";
    public const string BareChain = "bare";
    public const string Outbox = "saga-outbox";
    public const string ClientAlone = "floor";
    public const string Wolverine = "wolverine-postgres";

    public static IReadOnlyList<string> Systems { get; } = [ClientAlone, BareChain, Outbox, Wolverine, Ours, OursByQueues, OursOnPostgres, OursInMemory];

    /// <summary>
    /// Serves whoever started this process: every line of the input asks for one round, <c>RATE SECONDS</c> or <c>- SECONDS</c> for as much as goes
    /// through, and is answered by one line of JSON. It ends with the input.
    /// </summary>
    public static async Task ServeAsync(string system, Servers servers, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-peers");
        try
        {
            var (calls, numbers) = (new Calls(), new Numbers());
            await using var peer = Make(system, servers, folder.FullName);
            await peer.StartAsync(calls, cancellationToken).ConfigureAwait(false);
            while (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                var words = line.Split(' ');
                var (load, duration) = (words[0] == "-" ? (int?)null : int.Parse(words[0], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(words[1], CultureInfo.InvariantCulture)));
                await output.WriteLineAsync(JsonSerializer.Serialize(await MeasureAsync(peer, calls, numbers, load, duration, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Round> MeasureAsync(IPeer peer, Calls calls, Numbers numbers, int? load, TimeSpan duration, CancellationToken cancellationToken)
    {
        var usage = new Usage();
        if (load is { } rate)
        {
            var times = await Schedule.RunAsync(peer, calls, numbers, rate, duration, cancellationToken).ConfigureAwait(false);
            return new Round([.. times.Select(time => time.Taken.TotalMilliseconds)], [.. times.Select(time => time.Whole.TotalMilliseconds)], times.Count, 0, usage.CpuMs, usage.AllocatedKb, Usage.PeakMb);
        }

        var (orders, took) = await Saturation.RunAsync(peer, calls, numbers, duration, cancellationToken).ConfigureAwait(false);
        return new Round([], [], orders, took.TotalSeconds, usage.CpuMs, usage.AllocatedKb, Usage.PeakMb);
    }

    /// <summary>Whether a system has what it needs to be compared: two pipelines in one virtual host would take each other's messages, so one is served by itself alone.</summary>
    public static bool CanRun(string system, Servers servers) => system switch
    {
        OursByQueues => false,
        Wolverine => servers.Postgres is not null,
        OursOnPostgres => servers is { Postgres: not null, Beside: not null },
        _ => true,
    };

    private static Uri DatabaseFor(string system, Servers servers) => servers.Postgres ?? throw new ArgumentException($"{system} needs --postgres");

    private static IPeer Make(string system, Servers servers, string folder) => system switch
    {
        ClientAlone => new Floor(servers.Broker),
        BareChain => new Bare(servers.Broker),
        Outbox => new SagaOutbox.OutboxPeer(servers.Broker, folder),
        Wolverine => new WolverinePeer(servers.Broker, DatabaseFor(system, servers)),
        Ours => new OurPipeline(servers.Broker, null, folder),
        OursByQueues => new OurPipeline(servers.Broker, null, folder, handOver: false),
        OursOnPostgres => new OurPipeline(servers.Beside ?? servers.Broker, DatabaseFor(system, servers), folder),
        OursInMemory => new OurPipeline(null, null, folder),
        _ => throw new ArgumentOutOfRangeException(nameof(system), system, $"None of {string.Join(", ", Systems)}"),
    };
}

/// <summary>What the systems run on.</summary>
/// <param name="Broker">The broker's address.</param>
/// <param name="Postgres">A database of PostgreSQL, postgres://user@host:port/name; null without one, and without the systems that need it.</param>
/// <param name="Beside">Another virtual host of the broker, for the second of two pipelines; null without one, and without it.</param>
internal sealed record Servers(Uri Broker, Uri? Postgres, Uri? Beside);
