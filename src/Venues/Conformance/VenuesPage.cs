using System.Text;
using System.Text.Json;
using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Orders;

namespace Pipeline.Venues.Conformance;

/// <summary>The page docs/venues.md, written from what adapters state and from what came of every case.</summary>
public static class VenuesPage
{
    private const string Opening =
        """
        # Venues

        What each venue can do, as its adapter states it, and what its adapter was seen to do. Both tables are written by the tests of the
        conformance suite, which run every case against every adapter; `pipeline adapters conformance NAME` runs them for one. How to add a venue
        is in [adding-a-venue.md](adding-a-venue.md).

        ## Capabilities

        What a venue can't do is denied before it is sent, as `VENUE_CAPABILITY` ([rules](rules.md)), by `intents:check` too.


        """;

    private const string Suite =
        """

        ## Conformance

        Each case has a venue of its own: the paper venue in process, the others over real connections from a simulator that speaks their dialect
        ([the simulator](venue-simulator.md)). A case is skipped where the venue lacks what it needs, and the table says what.


        """;

    /// <summary>The whole page.</summary>
    /// <param name="results">What came of every case, by the venue's name.</param>
    public static string Markdown(IReadOnlyDictionary<string, IReadOnlyList<ConformanceResult>> results)
    {
        var adapters = Adapters.All;
        var page = new StringBuilder(Opening).Append($"| | {string.Join(" | ", adapters.Select(adapter => $"`{adapter.Name}`"))} |\n|---|{string.Concat(adapters.Select(_ => "---|"))}\n");
        foreach (var (name, of) in Facts)
        {
            page.Append($"| {name} | {string.Join(" | ", adapters.Select(adapter => of(adapter.Capabilities).Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
        }

        page.Append(Suite).Append($"| Case | Prerequisite | Act | Expected | {string.Join(" | ", adapters.Select(adapter => $"`{adapter.Name}`"))} |\n|---|---|---|---|{string.Concat(adapters.Select(_ => "---|"))}\n");
        foreach (var what in ConformanceSuite.All)
        {
            var outcomes = adapters.Select(adapter => Words(results[adapter.Name].Single(result => result.Id == what.Id)));
            page.Append($"| {what.Id} | {what.Prerequisite} | {what.Act} | {what.Expected} | {string.Join(" | ", outcomes)} |\n");
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static readonly (string Name, Func<VenueCapabilities, string> Of)[] Facts =
    [
        ("Adapter", can => $"`{can.Adapter}`"),
        .. Enum.GetValues<OrdType>().Select(type => (
            $"{type} orders", (Func<VenueCapabilities, string>)(can => can.Orders.TryGetValue(type, out var times) ? Words(times) : "no"))),
        ("Orders that are treated otherwise", can => can.Kinds.Count == 0 ? "none" : string.Join("<br>", can.Kinds.Select(Words))),
        ("Symbols", can => $"`{can.Symbols}`"),
        ("ClOrdId", can => $"`{can.ClOrdIds}`"),
        ("A ClOrdId is taken", can => can.DeDuplication == DeDuplication.Always ? "for ever" : "while its order is open"),
        ("Decimals of a quantity", can => can.QtyDecimals.ToString()),
        ("Ticks, lots, smallest orders", can => can.StatesInstruments ? "stated by symbol" : "not stated; the limits file has them"),
        ("Parts of a share by symbol", can => YesOrNo(can.Kinds.Any(kind => kind.OnlyFractions && kind.StatesInstruments))),
        ("Short sales by symbol", can => YesOrNo(can.StatesShortSales)),
        ("Short sales", can => YesOrNo(can.SellsShort)),
        ("Refuses what the account can't pay", can => YesOrNo(can.ChecksMoney)),
        ("Replace by a call of its own", can => can.ReplacesNatively ? "yes; fill policies cancel and send anew all the same" : "no: cancel, then a new order"),
        ("Busts and corrections", can => YesOrNo(can.RestatesTrades)),
        ("Commissions", can => can.StatesCommissions ? "with each trade" : "by entries of their own"),
        ("Fees that are listed late", can => can.LateFees is { } late
            ? $"`{late.FeeType}`: at most {CanonicalDecimal.Format(late.MostBps)} bps of what a trade in a pair brings, within {late.ListedWithin.TotalHours:0} h" : "none"),
        ("Pushes reports", can => YesOrNo(can.Streams)),
        ("Sessions", can => can.Sessions == SessionModel.Markets ? "of each symbol's market" : "without a pause"),
        ("Rate limits", can => can.RateLimits),
    ];

    private static string Words(IEnumerable<TimeInForce> times) => string.Join(", ", times.Select(time => JsonNamingPolicy.SnakeCaseLower.ConvertName(time.ToString())));

    private static string Words(OrderKind kind) =>
        $"{kind.Name}: {string.Join("; ", kind.Orders.GroupBy(entry => Words(entry.Value), entry => JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Key.ToString())).Select(same => $"{string.Join(", ", same)}: {same.Key}"))}; "
        + $"{(kind.SellsShort ? "" : "not ")}sold short; {(kind.ReplacesNatively ? "" : "not ")}replaced";

    private static string YesOrNo(bool can) => can ? "yes" : "no";

    private static string Words(ConformanceResult result) => result.Outcome switch
    {
        ConformanceOutcome.Passed => "passes",
        ConformanceOutcome.Skipped => $"skipped: {result.Why}",
        _ => $"**fails**: {result.Why}",
    };
}
