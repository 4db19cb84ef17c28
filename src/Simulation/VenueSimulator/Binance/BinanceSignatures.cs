using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Whether a request is signed with the account's secret, and still good (rest-api.md, Request Security and Timing security).</summary>
internal static class BinanceSignatures
{
    private const long Ahead = 1000;
    private const decimal DefaultWindow = 5000;
    private const decimal LongestWindow = 60_000;

    /// <summary>Why a signed request is not heard; null when it is.</summary>
    public static ApiError? Refusal(SimulatedRequest request, Route route, SimulatorOptions options, DateTimeOffset now) =>
        options.KeyId is not null && request.KeyId != options.KeyId ? BinanceErrors.Bad(-2015, "Invalid API-key, IP, or permissions for action.", 401)
        : Timing(route["timestamp"], route["recvWindow"], now)
        ?? (IsSigned($"{request.Query.TrimStart('?')}{Encoding.UTF8.GetString(request.Body.Span)}", options) ? null : BinanceErrors.Bad(-1022, "Signature for this request is not valid."));

    /// <summary>Whether a time is good: not from the future, and not older than the window.</summary>
    public static ApiError? Timing(string? timestamp, string? recvWindow, DateTimeOffset now)
    {
        var window = recvWindow is null ? DefaultWindow : decimal.TryParse(recvWindow, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var asked) ? asked : -1;
        if (window is < 0 or > LongestWindow || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var time))
        {
            return BinanceErrors.Missing(window is < 0 or > LongestWindow ? "recvWindow" : "timestamp");
        }

        var server = now.ToUnixTimeMilliseconds();
        return time >= server + Ahead ? BinanceErrors.Bad(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")
            : server - time > window ? BinanceErrors.Bad(-1021, "Timestamp for this request is outside of the recvWindow.")
            : null;
    }

    /// <summary>Whether a text of parameters ends in its own signature.</summary>
    public static bool IsSigned(string text, SimulatorOptions options)
    {
        const string mark = "&signature=";
        var at = text.LastIndexOf(mark, StringComparison.Ordinal);
        return at > 0 && IsSignatureOf(text[..at], Uri.UnescapeDataString(text[(at + mark.Length)..]), options);
    }

    /// <summary>Whether a signature is the account's; where no credentials are asked for, any is.</summary>
    public static bool IsSignatureOf(string payload, string? signature, SimulatorOptions options) => signature is { Length: > 0 }
        && (options.KeyId is null || string.Equals(
            signature, Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.SecretKey ?? ""), Encoding.UTF8.GetBytes(payload))), StringComparison.OrdinalIgnoreCase));
}
