using System.Globalization;
using System.Text.Json;

namespace Pipeline.Faults.GameDay;

/// <summary>Injects one incident after the other and watches what people would see of it.</summary>
internal sealed class GameDayRun(bool keep, string only, Action<string> say)
{
    // An alert of five minutes ago is still told of.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan BriefPatience = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<IncidentResult>> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(keep, say);
        await using var stage = await Stage.SetAsync(Directory.GetParent(folder.Data)!.FullName, cancellationToken);
        var results = new List<IncidentResult>();
        foreach (var incident in Incidents.All.Where(incident => incident.Name.Contains(only, StringComparison.Ordinal)))
        {
            results.Add(await PlayAsync(stage, incident, cancellationToken));
        }

        return results;
    }

    private async Task<IncidentResult> PlayAsync(Stage stage, Incident incident, CancellationToken cancellationToken)
    {
        say($"{incident.Name}: waits until nothing of it is told of any more");
        await Until.MustHoldAsync(
            "no alert of the incident is told of before it, and a brief would be made",
            async () => !(await stage.Alerts.FiringAsync()).Overlaps(incident.Expected) && !await HasBriefAsync(stage, incident), Patience, cancellationToken);
        var (from, _) = await stage.Pipeline.HealthAsync();
        say($"{incident.Name}: begins");
        var worklist = new Dictionary<string, int>();
        var injected = incident.InjectAsync(stage, cancellationToken);
        string? alert = null;
        var told = await Until.HoldsAsync(
            async () =>
            {
                await NoteWorklistAsync(stage, worklist);
                return injected.IsCompleted && (alert = (await stage.Alerts.FiringAsync()).FirstOrDefault(incident.Expected.Contains)) is not null;
            },
            Patience, cancellationToken);
        await injected;
        say($"{incident.Name}: {alert ?? "no alert"} after {told?.TotalSeconds:0.0} s");
        (Seen? Own, Brief? Brief) seen = default;
        await Until.HoldsAsync(async () => (seen = await LookAsync(stage, from)) is { Own: not null, Brief: not null }, BriefPatience, cancellationToken);
        await NoteWorklistAsync(stage, worklist);
        var clearing = TimeProvider.System.GetTimestamp();
        await incident.ClearAsync(stage, cancellationToken);
        var isOver = await Until.HoldsAsync(() => IsQuietAsync(stage), Patience, cancellationToken) is not null;
        var over = isOver ? TimeProvider.System.GetElapsedTime(clearing) : (TimeSpan?)null;
        say($"{incident.Name}: {(over is { } after ? $"over {after.TotalSeconds:0.0} s after: {incident.Act}" : "never over")}");
        return new IncidentResult(
            incident.Name, seen.Own, told is { } late ? new Seen(alert!, late) : null, seen.Brief, worklist, incident.Act, over, await CountAsync(stage));
    }

    private static async Task NoteWorklistAsync(Stage stage, Dictionary<string, int> worklist)
    {
        foreach (var (kind, count) in (await stage.Pipeline.GetAsync("v1/worklist")).EnumerateArray().CountBy(item => item.GetProperty("kind").GetString()!.Replace('_', ' ')))
        {
            worklist[kind] = Math.Max(worklist.GetValueOrDefault(kind), count);
        }
    }

    // The first alert since, and the first brief since.
    private static async Task<(Seen? Own, Brief? Brief)> LookAsync(Stage stage, DateTimeOffset from)
    {
        var (now, _) = await stage.Pipeline.HealthAsync();
        var window = Math.Max(1, (long)Math.Ceiling((now - from).TotalMinutes)).ToString(CultureInfo.InvariantCulture);
        var events = (await stage.Pipeline.GetAsync($"v1/incidents/brief?window={window}m")).GetProperty("timeline").EnumerateArray()
            .Where(one => one.GetProperty("at").GetDateTimeOffset() >= from).ToList();
        var raised = events.Select(one => (At: one.GetProperty("at").GetDateTimeOffset(), Words: one.GetProperty("event").GetString()!.Split(' '))).FirstOrDefault(one => one.Words[0] == "AlertRaised");
        var made = events.FirstOrDefault(one => one.GetProperty("event").GetString()!.StartsWith("BriefMade", StringComparison.Ordinal));
        return (
            raised.Words is null ? null : new Seen(raised.Words[^1], raised.At - from),
            made.ValueKind == JsonValueKind.Undefined ? null : await BriefAsync(stage, made.GetProperty("link").GetString()!.Split('/')[^1]));
    }

    // About one alert there is one brief in five minutes.
    private static async Task<bool> HasBriefAsync(Stage stage, Incident incident)
    {
        foreach (var made in (await stage.Pipeline.GetAsync("v1/incidents/brief?window=5m")).GetProperty("timeline").EnumerateArray()
            .Where(one => one.GetProperty("event").GetString()!.StartsWith("BriefMade", StringComparison.Ordinal)))
        {
            var about = (await BriefAsync(stage, made.GetProperty("link").GetString()!.Split('/')[^1])).Alert;
            if (incident.Expected.Any(expected => expected.Split('/')[^1] == about))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<Brief> BriefAsync(Stage stage, string id) =>
        new(id, (await stage.Pipeline.GetAsync($"v1/incidents/briefs/{id}")).GetProperty("trigger").GetProperty("alert").GetString()!);

    // Nothing is on its way or unsent, nothing waits for a person, the process has everything it needs, and both sides have the same orders and fills.
    private static async Task<bool> IsQuietAsync(Stage stage)
    {
        if (!(await stage.Pipeline.HealthAsync()).IsReady || (await stage.Pipeline.GetAsync("v1/worklist")).GetArrayLength() > 0)
        {
            return false;
        }

        var brief = await stage.Pipeline.GetAsync("v1/incidents/brief?window=1m");
        return brief.GetProperty("halts").GetArrayLength() == 0
            && new[] { "orders_unknown", "orders_in_flight", "dead_letters", "drift_symbols", "messages_unsent" }.All(name => brief.GetProperty("impact").GetProperty(name).GetInt64() == 0)
            && await CountAsync(stage) is { Lost: 0, Doubled: 0 };
    }

    private static async Task<Tally> CountAsync(Stage stage) => Tally.Of(
        stage.Pipeline.Promised, (await stage.Pipeline.GetAsync("v1/orders?limit=500")).EnumerateArray(), (await stage.Venue.OrdersAsync()).EnumerateArray(),
        (await stage.Venue.ExecutionsAsync()).EnumerateArray());
}
