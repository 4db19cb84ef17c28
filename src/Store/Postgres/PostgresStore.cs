using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pipeline.Store.Postgres;

/// <summary>
/// The PostgreSQL store. Steps run side by side, on this host and on others, unless their turns name the same; a process has several writers, and
/// steps of one account go to the same of them, where they share commits.
/// </summary>
public sealed class PostgresStore : IStore, IAsyncDisposable
{
    /// <summary>Writers for steps that name an account. Each has a connection.</summary>
    private const int Accounts = 4;

    /// <summary>Writers for steps that name something else, as a saga, an order's analytics or a duty: none of them waits behind a busy account, or has what an account reads fetched again.</summary>
    private const int Others = 2;

    /// <summary>Longest a ride-along waits.</summary>
    private static readonly TimeSpan RideAlongDelay = TimeSpan.FromMilliseconds(100);

    private readonly ILogger<PostgresStore> logger;
    private readonly PostgresReads reads;
    private readonly OrderPlaces places;
    private readonly PostgresLane[] accounts;
    private readonly PostgresLane[] others;
    private readonly PostgresLane acts;
    private readonly PostgresLane beside;
    private readonly PostgresLane leases;
    private readonly ConcurrentQueue<Action<StoreSession>> riders = new();
    private readonly Timer rides;
    private readonly TableStatistics statistics;

    public PostgresStore(PostgresDatabase database, ILogger<PostgresStore> logger)
    {
        this.logger = logger;
        reads = new PostgresReads(database);
        places = new OrderPlaces(reads.AtOnce);
        accounts = [.. Enumerable.Range(1, Accounts).Select(lane => new PostgresLane(database, $"store writer {lane}", logger))];
        others = [.. Enumerable.Range(1, Others).Select(lane => new PostgresLane(database, $"store writer of others {lane}", logger))];
        acts = new PostgresLane(database, "store writer of acts", logger);
        beside = new PostgresLane(database, "store writer beside", logger);
        leases = new PostgresLane(database, "store writer of leases", logger);
        rides = new Timer(_ => Ride(), null, RideAlongDelay, RideAlongDelay);
        statistics = new TableStatistics(database, logger);
    }

    public Task<T> WriteAsync<T>(Turn turn, Func<StoreSession, T> step, CancellationToken cancellationToken = default) =>
        WriteAsync(turn, Ahead.Nothing, step, cancellationToken);

    public Task<T> WriteAsync<T>(Turn turn, Ahead ahead, Func<StoreSession, T> step, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var names = NamesOf(turn);
        var waiting = new TurnStep<T>(names is null, names ?? [], ahead, step);
        LaneOf(names).Add(waiting);
        return waiting.Task;
    }

    public void Note(string clOrdId, OrderPlace place) => places.Note(clOrdId, place);

    public void RideAlong(Action<StoreSession> step) => riders.Enqueue(step);

    public T Read<T>(Func<StoreSession, T> query) => reads.InSnapshot(query);

    public T ReadAtOnce<T>(Func<StoreSession, T> query) => reads.AtOnce(query);

    public T Read<T>(Turn turn, Func<StoreSession, T> query) => reads.InTurn(NamesOf(turn), query);

    /// <summary>Commits what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await rides.DisposeAsync().ConfigureAwait(false);
        Ride();
        PostgresLane[] all = [.. accounts, .. others, acts, beside, leases];
        await Task.Run(() => Array.ForEach(all, lane => lane.Close())).ConfigureAwait(false);
        Array.ForEach(all, lane => lane.Dispose());
        await statistics.DisposeAsync().ConfigureAwait(false);
    }

    // Null for the whole store.
    private IReadOnlyList<string>? NamesOf(Turn turn)
    {
        if (turn.IsAlone)
        {
            return null;
        }

        var names = new List<string>(turn.Names);
        foreach (var clOrdId in turn.Orders)
        {
            // An order that comes into being meanwhile has its account in no turn that was taken before.
            if (places.Of(clOrdId) is not { } place)
            {
                return null;
            }

            names.Add(Turn.AccountName(place.Account));
            names.AddRange(turn.Counted?.Invoke(place) ?? []);
        }

        return names;
    }

    private PostgresLane LaneOf(IReadOnlyList<string>? names) => names switch
    {
        null => acts,
        [] => beside,
        // By itself: behind an account that others have, or in one transaction with whoever waits for a row, a lease would run out.
        [var name] when Turn.IsLease(name) => leases,
        _ when names.FirstOrDefault(Turn.IsAccount) is { } account => accounts[PostgresTurns.KeyOf(account) % Accounts],
        _ => others[PostgresTurns.KeyOf(names[0]) % Others],
    };

    private void Ride()
    {
        var taken = new List<Action<StoreSession>>();
        while (riders.TryDequeue(out var rider))
        {
            taken.Add(rider);
        }

        foreach (var rider in taken)
        {
            beside.Add(new Rider(rider, this));
        }
    }

    /// <summary>Nobody waits for it. What can't be written now rides again; what can't be written at all is dropped, or it would fail every ride.</summary>
    private sealed class Rider(Action<StoreSession> step, PostgresStore store) : TurnStep(false, [], Ahead.Nothing)
    {
        public override void Run(StoreSession session) => step(session);

        public override void Fail(Exception exception)
        {
            if (exception is StoreUnavailableException)
            {
                store.riders.Enqueue(step);
            }
            else
            {
                store.logger.LogError(exception, "A write that rides along was dropped");
            }
        }

        protected override void Complete()
        {
        }
    }
}
