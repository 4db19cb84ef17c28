using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>The key goes in a header; a 429 or a 418 says how long to wait, a 403 does not, and every answer how much of the limits is used.</summary>
/// <remarks>Source: rest-api.md, HTTP Return Codes, IP Limits and Unfilled Order Count.</remarks>
internal sealed partial class BinanceManners(BinanceCredentials credentials, WeightGate gate) : IVenueManners
{
    public string Venue => OrderReader.Venue;

    private const string UsedWeight = "X-MBX-USED-WEIGHT-";
    private const string AMinute = "1M";
    private const string OrderCount = "X-MBX-ORDER-COUNT-";

    private static readonly HttpRequestOptionsKey<long> AskedInMinute = new("asked in Binance's minute");

    // A ban lasts two minutes at least.
    private static readonly TimeSpan ShortestBan = TimeSpan.FromMinutes(2);

    public void Introduce(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", credentials.KeyId);
        request.Options.Set(AskedInMinute, gate.Minute);
    }

    public TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        NoteLimits(response);
        var status = (int)response.StatusCode;
        if (status is not (403 or 418 or 429 or 503))
        {
            return null;
        }

        return RetryAfterHeader.Of(response, now) ?? (status == 418 ? ShortestBan : null);
    }

    public bool RefusesCredentials(int status, ReadOnlySpan<byte> body, bool isQuestion) => status == 401 || BinanceErrors.RefusesCredentials(body);

    // A 403 is the firewall's, before which nobody has looked at who asks (rest-api.md, HTTP Return Codes).
    public bool WantsFewerCalls(int status) => status is 403 or 429;

    public Hidden Hidden => credentials.Hidden;

    public string Redact(string text) => credentials.Redact(Signature().Replace(text, $"signature={Removed.Mark}"));

    [GeneratedRegex("signature=[^&]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Signature();

    private void NoteLimits(HttpResponseMessage response)
    {
        var minute = response.RequestMessage is { } request && request.Options.TryGetValue(AskedInMinute, out var asked) ? asked : gate.Minute;
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            if (name.StartsWith(UsedWeight, StringComparison.OrdinalIgnoreCase))
            {
                NoteWeight(name[UsedWeight.Length..], values.ToString(), minute);
            }
            else if (name.StartsWith(OrderCount, StringComparison.OrdinalIgnoreCase))
            {
                Metrics.SetUsed("orders", name[OrderCount.Length..], values.ToString());
            }
        }
    }

    private void NoteWeight(string interval, string value, long minute)
    {
        Metrics.SetUsed("weight", interval, value);
        if (interval.Equals(AMinute, StringComparison.OrdinalIgnoreCase) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var used))
        {
            gate.Note(used, minute);
        }
    }
}
