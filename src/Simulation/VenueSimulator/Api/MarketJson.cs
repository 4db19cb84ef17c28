using System.Globalization;
using System.Text.Json;
using NodaTime;
using Pipeline.Messages.Fix;
using Pipeline.Trading.Sessions;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The market's hours and quotes as Alpaca describes them, on New York's clock.</summary>
internal static class MarketJson
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];

    /// <summary>GET /v2/clock.</summary>
    public static ReadOnlyMemory<byte> Clock(ISessionCalendar calendar, DateTimeOffset now)
    {
        var (isOpen, nextOpen, nextClose) = calendar.At(now) switch
        {
            SessionStatus.Open open => (true, NextOpen(calendar, open.Session.Close), open.Session.Close),
            SessionStatus.Closed closed => (false, closed.NextOpen, CloseAfter(calendar, closed.NextOpen)),
            _ => (false, null, (DateTimeOffset?)null),
        };
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", Local(now));
            writer.WriteBoolean("is_open", isOpen);
            JsonText.Text(writer, "next_open", nextOpen is { } opens ? Local(opens) : null);
            JsonText.Text(writer, "next_close", nextClose is { } closes ? Local(closes) : null);
            writer.WriteEndObject();
        });
    }

    /// <summary>GET /v2/calendar: by default this year and the next.</summary>
    public static (ReadOnlyMemory<byte> Body, ApiError? Error) Calendar(Route route, ISessionCalendar calendar, DateTimeOffset now)
    {
        var year = InNewYork(now).Year;
        if (Date(route["start"], new DateOnly(year, 1, 1)) is not { } start
            || Date(route["end"], new DateOnly(year + 1, 12, 31)) is not { } end)
        {
            return (default, ApiError.Malformed("invalid start or end"));
        }

        var days = Enumerable.Range(0, Math.Max(0, end.DayNumber - start.DayNumber + 1)).Select(day => calendar.On(start.AddDays(day)));
        return (JsonText.List(days.OfType<TradingSession>(), Day), null);
    }

    /// <summary>GET /v2/assets/{symbol}: what is halted is not tradable; pairs are never sold short.</summary>
    public static ReadOnlyMemory<byte> Asset(string symbol, AssetRules rules, bool isHalted) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("symbol", symbol);
        writer.WriteString("status", "active");
        writer.WriteBoolean("tradable", !isHalted);
        writer.WriteBoolean("shortable", rules.Shortable && !symbol.Contains('/'));
        writer.WriteBoolean("fractionable", rules.Fractionable);
        writer.WriteEndObject();
    });

    /// <summary>A quote as market data has it.</summary>
    public static void Quote(Utf8JsonWriter writer, Quote quote)
    {
        writer.WriteStartObject();
        writer.WriteString("t", JsonText.Time(quote.At));
        writer.WriteString("ax", "V");
        writer.WriteNumber("ap", quote.Ask ?? 0);
        writer.WriteNumber("as", quote.AskSize);
        writer.WriteString("bx", "V");
        writer.WriteNumber("bp", quote.Bid ?? 0);
        writer.WriteNumber("bs", quote.BidSize);
        writer.WriteStartArray("c");
        writer.WriteStringValue("R");
        writer.WriteEndArray();
        writer.WriteString("z", "C");
        writer.WriteEndObject();
    }

    private static void Day(Utf8JsonWriter writer, TradingSession session)
    {
        writer.WriteStartObject();
        writer.WriteString("date", session.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("open", TimeOfDay(session.Open));
        writer.WriteString("close", TimeOfDay(session.Close));
        writer.WriteString("session_open", "0400");
        writer.WriteString("session_close", "2000");
        writer.WriteEndObject();
    }

    private static DateTimeOffset? NextOpen(ISessionCalendar calendar, DateTimeOffset close) =>
        calendar.At(close) is SessionStatus.Closed closed ? closed.NextOpen : null;

    private static DateTimeOffset? CloseAfter(ISessionCalendar calendar, DateTimeOffset? open) =>
        open is { } opens && calendar.At(opens) is SessionStatus.Open session ? session.Session.Close : null;

    private static DateOnly? Date(string? text, DateOnly otherwise) => text is null
        ? otherwise
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string TimeOfDay(DateTimeOffset instant) =>
        InNewYork(instant).ToDateTimeUnspecified().ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Local(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).ToDateTimeOffset()
        .ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static LocalDateTime InNewYork(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).LocalDateTime;
}
