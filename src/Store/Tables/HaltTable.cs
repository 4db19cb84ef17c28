using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>The halts in force.</summary>
public static class HaltTable
{
    private const string Selection = "SELECT scope, by, why, at, mode, cancel_open, cancel_after, cancels, in_file FROM halts";

    public static IReadOnlyList<Halt> All(StoreSession session) => Parse(session.Query<Row>($"{Selection} ORDER BY at, scope"));

    public static Halt? Find(StoreSession session, string scope) => session.QueryFirst<Row>($"{Selection} WHERE scope = @scope", new { scope })?.ToHalt();

    /// <summary>The halts that cover an order.</summary>
    public static IReadOnlyList<Halt> Covering(StoreSession session, Order order) => session.Kept(
        "halts", (order.Venue, order.Slot.StrategyId, order.Symbol),
        () => Parse(session.Query<Row>($"{Selection} WHERE scope IN (@All, @Venue, @Strategy, @Symbol) ORDER BY at, scope", ScopesOf(order))));

    /// <summary>Puts a halt in force, in the place of one of the same scope.</summary>
    /// <param name="session">The step.</param>
    /// <param name="halt">The halt.</param>
    /// <param name="cancels">Whether what is open in it is to be canceled, from the beginning.</param>
    public static void Save(StoreSession session, Halt halt, bool cancels) => session.Execute(
        """
        INSERT INTO halts (scope, by, why, at, mode, cancel_open, cancel_after, in_file)
        VALUES (@Scope, @By, @Why, @At, @mode, @cancelOpen, @cancelAfter, @inFile)
        ON CONFLICT (scope) DO UPDATE SET by = excluded.by, why = excluded.why, at = excluded.at, mode = excluded.mode,
            cancel_open = excluded.cancel_open, cancel_after = coalesce(excluded.cancel_after, halts.cancel_after), in_file = excluded.in_file
        """,
        new
        {
            halt.Scope, halt.By, halt.Why, halt.At, mode = Columns.Word(halt.Mode), cancelOpen = halt.CancelOpen ? 1 : 0, cancelAfter = cancels ? 0L : (long?)null,
            inFile = halt.InFile ? 1 : 0,
        });

    /// <returns>False when the scope was not halted.</returns>
    public static bool Delete(StoreSession session, string scope) => session.Execute("DELETE FROM halts WHERE scope = @scope", new { scope }) == 1;

    /// <summary>Notes whether the halt file says a halt that is in force.</summary>
    public static void SetInFile(StoreSession session, string scope, bool isInFile) =>
        session.Execute("UPDATE halts SET in_file = @inFile WHERE scope = @scope", new { scope, inFile = isInFile ? 1 : 0 });

    /// <summary>The oldest halt in whose scope something may still have to be canceled; null when there is none.</summary>
    public static PendingCancels? Canceling(StoreSession session) =>
        session.QueryFirst<Row>($"{Selection} WHERE cancel_after IS NOT NULL ORDER BY at, scope LIMIT 1") is { } row
            ? new PendingCancels(row.ToHalt(), row.CancelAfter!.Value, row.Cancels)
            : null;

    /// <summary>Notes how far the cancels of a halt have come.</summary>
    /// <param name="session">The step.</param>
    /// <param name="scope">The halt.</param>
    /// <param name="after">The order after which there may be more; null when there are none.</param>
    /// <param name="cancels">How many were asked for all in all.</param>
    public static void SetCancels(StoreSession session, string scope, long? after, int cancels) => session.Execute(
        "UPDATE halts SET cancel_after = @after, cancels = @cancels WHERE scope = @scope", new { scope, after, cancels });

    private static object ScopesOf(Order order)
    {
        var scopes = HaltScope.Of(order);
        return new { All = scopes[0], Venue = scopes[1], Strategy = scopes[2], Symbol = scopes[3] };
    }

    private static List<Halt> Parse(IReadOnlyList<Row> rows) => [.. rows.Select(row => row.ToHalt())];

    private sealed class Row
    {
        public string Scope { get; set; } = "";

        public string By { get; set; } = "";

        public string Why { get; set; } = "";

        public DateTimeOffset At { get; set; }

        public string Mode { get; set; } = "";

        public long CancelOpen { get; set; }

        public long? CancelAfter { get; set; }

        public int Cancels { get; set; }

        public long InFile { get; set; }

        public Halt ToHalt() => new(Scope, By, Why, At) { Mode = Columns.Word<HaltMode>(Mode), CancelOpen = CancelOpen != 0, InFile = InFile != 0 };
    }
}

/// <summary>A halt that cancels what is open, and how far it has come.</summary>
/// <param name="Halt">The halt.</param>
/// <param name="After">Orders up to this one, by their place in the store, are done.</param>
/// <param name="Cancels">How many were asked for.</param>
public sealed record PendingCancels(Halt Halt, long After, int Cancels);
