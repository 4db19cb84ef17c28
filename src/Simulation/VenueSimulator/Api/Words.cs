using System.Collections.Frozen;
using System.Text.Json;
using Pipeline.Messages.Fix;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Alpaca's words, both ways.</summary>
internal static class Words
{
    private static readonly FrozenDictionary<EventKind, string> Events =
        Enum.GetValues<EventKind>().ToFrozenDictionary(kind => kind, kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));

    public static string Of(EventKind kind) => Events[kind];

    public static string Of(Side side) => side switch
    {
        Side.Buy => "buy",
        Side.Sell => "sell",
        _ => throw new InvalidOperationException($"Nobody writes {side}."),
    };

    public static string Of(OrdType type) => type switch
    {
        OrdType.Market => "market",
        OrdType.Limit => "limit",
        OrdType.Stop => "stop",
        OrdType.StopLimit => "stop_limit",
        _ => throw new InvalidOperationException($"Nobody writes {type}."),
    };

    public static string Of(TimeInForce tif) => tif switch
    {
        TimeInForce.Day or TimeInForce.ExtendedHours => "day",
        TimeInForce.Gtc => "gtc",
        TimeInForce.Opg => "opg",
        TimeInForce.Cls => "cls",
        TimeInForce.Ioc => "ioc",
        TimeInForce.Fok => "fok",
        _ => throw new InvalidOperationException($"Nobody writes {tif}."),
    };

    public static Side? ToSide(string? word) => word switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => null,
    };

    public static OrdType? ToOrdType(string? word) => word switch
    {
        "market" => OrdType.Market,
        "limit" => OrdType.Limit,
        "stop" => OrdType.Stop,
        "stop_limit" => OrdType.StopLimit,
        _ => null,
    };

    public static TimeInForce? ToTimeInForce(string? word) => word switch
    {
        "day" => TimeInForce.Day,
        "gtc" => TimeInForce.Gtc,
        "opg" => TimeInForce.Opg,
        "cls" => TimeInForce.Cls,
        "ioc" => TimeInForce.Ioc,
        "fok" => TimeInForce.Fok,
        _ => null,
    };
}
