using Pipeline.Trading.Halts;
using Pipeline.Trading.Orders;

namespace Pipeline.Store.Tables;

/// <summary>The halts in force.</summary>
public static class HaltTable
{
    public static IReadOnlyList<Halt> All(StoreSession session) => Parse(session.Query<Row>("SELECT scope, by, why, at FROM halts ORDER BY at, scope"));

    /// <summary>The halts that cover an order.</summary>
    public static IReadOnlyList<Halt> Covering(StoreSession session, Order order) => Parse(session.Query<Row>(
        "SELECT scope, by, why, at FROM halts WHERE scope IN (@All, @Venue, @Strategy, @Symbol) ORDER BY at, scope", ScopesOf(order)));

    /// <returns>False when the scope is halted already; the halt in force stays.</returns>
    public static bool TryInsert(StoreSession session, Halt halt) => session.Execute(
        "INSERT INTO halts (scope, by, why, at) VALUES (@Scope, @By, @Why, @At) ON CONFLICT DO NOTHING", halt) == 1;

    /// <returns>False when the scope was not halted.</returns>
    public static bool Delete(StoreSession session, string scope) => session.Execute("DELETE FROM halts WHERE scope = @scope", new { scope }) == 1;

    private static object ScopesOf(Order order)
    {
        var scopes = HaltScope.Of(order);
        return new { All = scopes[0], Venue = scopes[1], Strategy = scopes[2], Symbol = scopes[3] };
    }

    private static List<Halt> Parse(IReadOnlyList<Row> rows) => [.. rows.Select(row => new Halt(row.Scope, row.By, row.Why, row.At))];

    private sealed class Row
    {
        public string Scope { get; set; } = "";

        public string By { get; set; } = "";

        public string Why { get; set; } = "";

        public DateTimeOffset At { get; set; }
    }
}
