using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Our stable words for refusals that prove themselves.</summary>
/// <remarks>Source: errors.md; its table "Messages for -1010, -2010, -2011" and its filter failures.</remarks>
internal static class Refusals
{
    /// <summary>The code of a refusal; null where it does not prove that there is no order.</summary>
    public static string? CodeOf(int status, int? code, string? text, Side side) => (status, code) switch
    {
        (400 or 401, _) when IsOfCredentials(code) => RejectCodes.Unauthorized,
        (400, -1013) when Says(text, "Filter failure: MAX_POSITION") => RejectCodes.Forbidden,
        (400, -1013) => RejectCodes.InstrumentRules,
        (400, -1111) => RejectCodes.InstrumentRules,
        (400, -1121) => RejectCodes.UnknownSymbol,
        (400, -1014) or (400, <= -1100 and >= -1199) => RejectCodes.InvalidRequest,
        (400, -2010) => OfEngine(text, side),
        _ => null,
    };

    /// <summary>Whether a code is of who asks.</summary>
    public static bool IsOfCredentials(int? code) => code is -1002 or -1022 or -2014 or -2015;

    private static string OfEngine(string? text, Side side) => text switch
    {
        _ when Says(text, "insufficient balance") => side == Side.Buy ? RejectCodes.InsufficientBuyingPower : RejectCodes.InsufficientQty,
        _ when Says(text, "Market is closed") => RejectCodes.MarketClosed,
        _ when Says(text, "Filter failure") || Says(text, "zero or less") => RejectCodes.InstrumentRules,
        _ when Says(text, "this account") => RejectCodes.Forbidden,
        _ => RejectCodes.Unprocessable,
    };

    private static bool Says(string? text, string words) => text?.Contains(words, StringComparison.OrdinalIgnoreCase) ?? false;
}
