using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Makes answers to questions of replies. Pure.</summary>
internal static class Reading
{
    /// <summary>What a reply states, or how it failed to.</summary>
    public static VenueAnswer<TValue> Of<TDocument, TValue>(VenueReply reply, JsonTypeInfo<TDocument> type, Func<TDocument, TValue> read)
    {
        if (reply is not VenueReply.Answered { IsSuccess: true } answered)
        {
            var (fault, reason, retryAfter) = BinanceErrors.OfQuestion(reply);
            return new VenueAnswer<TValue>.Unavailable(fault, reason, retryAfter);
        }

        try
        {
            return new VenueAnswer<TValue>.Stated(read(JsonSerializer.Deserialize(answered.Body.Span, type) ?? throw new FormatException("the document is null")));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Answers.Unreadable<TValue>(e.Message);
        }
    }
}
