using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Access;

/// <summary>
/// Counts who is not let in and raises an alert. Whoever hammers at the door must not fill the journal: the first refusal is told at
/// once, what follows within a minute in one alert.
/// </summary>
public sealed class Refusals(IStore store, TimeProvider clock, ILogger<Refusals> logger) : BackgroundService
{
    /// <summary>Sources of the metric.</summary>
    public const string Http = "http";
    public const string Amqp = "amqp";

    private const int MostListed = 20;
    private readonly Channel<bool> noted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private Dictionary<(string Code, string Source, string Name, string From), int> pending = [];
    private int unlisted;

    /// <summary>How long what follows is gathered before it is told.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Notes a refusal. Never waits.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="source"><see cref="Http"/> or <see cref="Amqp"/>.</param>
    /// <param name="name">The caller's name where it is known; never what a stranger says of itself.</param>
    /// <param name="from">The address it came from, if one is known.</param>
    public void Note(Refusal refusal, string source, string? name, string? from)
    {
        Metrics.CountRefused(source, refusal.Code);
        lock (gate)
        {
            Add((refusal.Code, source, name ?? "", from ?? ""), 1);
        }

        noted.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await noted.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            noted.Reader.TryRead(out _);
            await RaiseAsync(stoppingToken).ConfigureAwait(false);
            await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RaiseAsync(CancellationToken stoppingToken)
    {
        var (refused, more) = Take();
        var facts = new
        {
            refused = refused.OrderByDescending(entry => entry.Value)
                .Select(entry => new { entry.Key.Code, entry.Key.Source, entry.Key.Name, entry.Key.From, count = entry.Value }),
            more,
        };
        logger.LogWarning("{Count} requests were not let in: {Codes}", refused.Values.Sum() + more, refused.Keys.Select(key => key.Code).Distinct());
        try
        {
            await store.WriteAsync(Turn.Shared, session => JournalTable.RaiseAlert(session, Alert.AccessRefused, Stages.Access, Stages.Access, clock.GetUtcNow(), null, facts), stoppingToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            logger.LogWarning("That requests were not let in could not be recorded: {Error}", e.Message);
            if (!e.MayBeRecorded)
            {
                GiveBack(refused, more);
            }
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // No stranger ends the process.
            logger.LogError(e, "That requests were not let in could not be recorded");
            GiveBack(refused, more);
        }
    }

    private (Dictionary<(string Code, string Source, string Name, string From), int> Refused, int More) Take()
    {
        lock (gate)
        {
            var taken = (pending, unlisted);
            (pending, unlisted) = ([], 0);
            return taken;
        }
    }

    // They are told with what has come meanwhile, after the pause.
    private void GiveBack(Dictionary<(string Code, string Source, string Name, string From), int> refused, int more)
    {
        lock (gate)
        {
            unlisted += more;
            foreach (var (key, count) in refused)
            {
                Add(key, count);
            }
        }

        noted.Writer.TryWrite(true);
    }

    private void Add((string Code, string Source, string Name, string From) key, int count)
    {
        if (pending.TryGetValue(key, out var known) || pending.Count < MostListed)
        {
            pending[key] = known + count;
        }
        else
        {
            unlisted += count;
        }
    }
}
