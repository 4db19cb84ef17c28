namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Refusals in Binance's words (errors.md).</summary>
internal static class BinanceErrors
{
    public static ApiError UnknownSymbol { get; } = Bad(-1121, "Invalid symbol.");

    public static ApiError NoSuchOrder { get; } = Bad(-2013, "Order does not exist.");

    public static ApiError UnknownOrder { get; } = Bad(-2011, "Unknown order sent.");

    public static ApiError Duplicate { get; } = Bad(-2010, "Duplicate order sent.");

    public static ApiError InsufficientBalance { get; } = Bad(-2010, "Account has insufficient balance for requested action.");

    public static ApiError TooManyCalls { get; } = new(429, -1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE.") { MessageField = Field };

    private const string Field = "msg";

    public static ApiError Bad(int code, string message, int status = 400) => new(status, code, message) { MessageField = Field };

    public static ApiError Missing(string parameter) => Bad(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static ApiError Filter(string name) => Bad(-1013, $"Filter failure: {name}");

    /// <summary>
    /// A script's refusal. One that is said in Alpaca's codes is put into Binance's words for the same thing, so that one script is a bad day at
    /// either venue.
    /// </summary>
    public static ApiError Of(int status, int? code, string? message) => (code, message) switch
    {
        (40010001, { } text) when Says(text, "unique") => Duplicate,
        (40310000, { } text) when Says(text, "buying power") || Says(text, "insufficient qty") || Says(text, "short") => InsufficientBalance,
        (40310000 or 40310100, _) => Bad(-2010, message ?? "This action is disabled on this account."),
        (42210000, { } text) when Says(text, "short") || Says(text, "position") => InsufficientBalance,
        (42210000 or 40010001, _) => Bad(-1013, message ?? "Filter failure: PRICE_FILTER"),
        (40410000, _) => NoSuchOrder,
        (40110000, _) => Bad(-2015, "Invalid API-key, IP, or permissions for action.", 401),
        (not null, _) => Bad(code.Value, message ?? "Request failed.", status),
        _ => Bad(CodeOf(status), message ?? MessageOf(status), status == 422 ? 400 : status),
    };

    private static int CodeOf(int status) => status switch
    {
        401 => -2015,
        404 => -2013,
        418 or 429 => -1003,
        500 => -1006,
        504 => -1007,
        _ => -1000,
    };

    private static string MessageOf(int status) => status switch
    {
        401 => "Invalid API-key, IP, or permissions for action.",
        404 => "Order does not exist.",
        418 or 429 => "Too many requests.",
        500 => "An unexpected response was received from the message bus. Execution status unknown.",
        504 => "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
        _ => "An unknown error occurred while processing the request.",
    };

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
