using CsCheck;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Ledger;

namespace Pipeline.Trading.Tests.Ledger;

/// <summary>Executions of one account in one symbol.</summary>
internal static class Entries
{
    /// <summary>Up to a dozen trades of both sides, a third of them busted or corrected, some of these corrected again.</summary>
    public static Gen<Execution[]> AnyExecutions { get; } =
        Gen.Select(Gen.Bool, Gen.Int[1, 100], Gen.Int[1, 50_000], Gen.Int[0, 5], Gen.Int[0, 4]).Array[1, 12].Select(trades => trades
            .SelectMany((trade, i) => One(i, trade.Item1 ? Side.Buy : Side.Sell, trade.Item2, trade.Item3 / 100m, trade.Item4, trade.Item5)).ToArray());

    public static DateTimeOffset At(int minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    public static Execution Trade(string id, decimal qty, decimal px, Side side = Side.Buy, int minute = 0) => new()
    {
        Venue = "paper", Account = "paper", ExecId = id, ExecType = ExecType.Trade, Symbol = "AAPL", Side = side, Qty = qty, Px = px, At = At(minute),
    };

    public static Execution Bust(string id, string of, int minute) =>
        Trade(id, 0, 0, minute: minute) with { ExecType = ExecType.TradeCancel, ExecRefId = of };

    public static Execution Correction(string id, string of, decimal qty, decimal px, int minute) =>
        Trade(id, qty, px, minute: minute) with { ExecType = ExecType.TradeCorrect, ExecRefId = of };

    // Minutes are few, so that many executions share one.
    private static IEnumerable<Execution> One(int i, Side side, int qty, decimal px, int minute, int kind)
    {
        yield return Trade($"t{i}", qty, px, side, minute);
        if (kind is 1 or 2)
        {
            yield return Correction($"c{i}", $"t{i}", qty + 1, px, minute + 1) with { Side = side };
        }

        if (kind == 2)
        {
            yield return Correction($"d{i}", $"c{i}", qty, px + 1, minute + 1) with { Side = side };
        }

        if (kind == 3)
        {
            yield return Bust($"b{i}", $"t{i}", minute + 2) with { Side = side };
        }
    }
}
