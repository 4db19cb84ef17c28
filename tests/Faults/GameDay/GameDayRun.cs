using System.Text.Json;

namespace Pipeline.Faults.GameDay;

/// <summary>Injects one incident after the other and watches what people would see of it.</summary>
internal sealed class GameDayRun(bool keep, string only, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public async Task<(IReadOnlyList<IncidentResult> Results, int Lost, int Doubled)> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new RunFolder(keep, say);
        await using var stage = await Stage.SetAsync(Directory.GetParent(folder.Data)!.FullName, cancellationToken);
        var results = new List<IncidentResult>();
        foreach (var incident in Incidents.All.Where(incident => incident.Name.Contains(only, StringComparison.Ordinal)))
        {
            say($"game-day: {incident.Name}");
            results.Add(await PlayAsync(stage, incident, cancellationToken));
        }

        var (lost, doubled) = await CountAsync(stage);
        return (results, lost, doubled);
    }

    private async Task<IncidentResult> PlayAsync(Stage stage, Incident incident, CancellationToken cancellationToken)
    {
        // What fires already is of the incident before.
        var before = (await stage.FiringAsync()).ToHashSet();
        var briefs = await BriefsAsync(stage);
        var started = TimeProvider.System.GetTimestamp();
        await incident.InjectAsync(stage, cancellationToken);
        string? alert = null;
        await Stage.TryUntilAsync(
            async () => (alert = (await stage.FiringAsync()).Where(name => !before.Contains(name)).FirstOrDefault(incident.Expected.Contains)) is not null, Patience, cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var worklist = string.Join(", ", (await stage.GetAsync("/v1/worklist")).EnumerateArray().GroupBy(item => item.GetProperty("kind").GetString()).Select(kind => $"{kind.Count()} {kind.Key}"));
        say($"game-day: {incident.Name}: {alert ?? "no alert"} after {seconds:0.0} s");
        string? brief = null;
        await Stage.TryUntilAsync(async () => (brief = (await BriefsAsync(stage)).Except(briefs).LastOrDefault()) is not null, TimeSpan.FromSeconds(15), cancellationToken);
        await incident.ClearAsync(stage, cancellationToken);
        var isOver = await Stage.TryUntilAsync(() => IsQuietAsync(stage), Patience, cancellationToken);
        return new IncidentResult(incident.Name, alert, seconds, brief, worklist.Length > 0 ? worklist : "-", incident.Act, isOver);
    }

    private static async Task<IReadOnlyList<string>> BriefsAsync(Stage stage)
    {
        var brief = await stage.GetAsync("/v1/incidents/brief?window=4h");
        return
        [
            .. brief.GetProperty("timeline").EnumerateArray().Where(one => one.GetProperty("event").GetString() == "BriefMade")
                .Select(one => one.GetProperty("link").GetString()!.Split('/')[^1]),
        ];
    }

    // Nothing is on its way, unknown or held, and the process has everything it needs.
    private static async Task<bool> IsQuietAsync(Stage stage)
    {
        var ready = await stage.GetAsync("/health/ready");
        if (ready.ValueKind != JsonValueKind.Object || !ready.GetProperty("is_ready").GetBoolean())
        {
            return false;
        }

        var impact = (await stage.GetAsync("/v1/incidents/brief?window=1m")).GetProperty("impact");
        return new[] { "orders_unknown", "orders_in_flight", "dead_letters", "drift_symbols", "messages_unsent" }.All(name => impact.GetProperty(name).GetInt64() == 0);
    }

    // An order that the agent was told of and that is nowhere; two orders at the venue under one id, or one with more than it asks for.
    private static async Task<(int Lost, int Doubled)> CountAsync(Stage stage)
    {
        var ours = (await stage.GetAsync("/v1/orders?limit=1000")).EnumerateArray().ToDictionary(order => order.GetProperty("cl_ord_id").GetString()!);
        var theirs = await stage.VenueOrdersAsync();
        var byId = theirs.EnumerateArray().GroupBy(order => order.TryGetProperty("client_order_id", out var id) ? id.GetString()! : order.GetProperty("cl_ord_id").GetString()!).ToDictionary(group => group.Key, group => group.Count());
        var lost = ours.Values.Count(order => order.GetProperty("state").GetString() is not ("done" or "working"))
            + byId.Keys.Count(id => !ours.ContainsKey(id));
        return (lost, byId.Values.Count(count => count > 1));
    }
}
