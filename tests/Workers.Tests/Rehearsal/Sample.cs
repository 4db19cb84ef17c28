namespace Pipeline.Workers.Tests.Rehearsal;

/// <summary>The days and intents the rehearsals speak of.</summary>
internal static class Sample
{
    /// <summary>A full day in summer time: 09:30 to 16:00, four hours behind UTC.</summary>
    public static readonly DateOnly FullDay = new(2014, 6, 5);

    /// <summary>A half day in winter time: 09:30 to 13:00, five hours behind UTC.</summary>
    public static readonly DateOnly HalfDay = new(2015, 12, 24);

    public static DateTimeOffset Utc(DateOnly day, int hour, int minute) => new(day, new TimeOnly(hour, minute), TimeSpan.Zero);

    /// <summary>An intent of one line; <paramref name="terms"/> and <paramref name="more"/> are fields in JSON.</summary>
    public static string Intent(string side, int qty, string terms = "\"order_type\":\"market\",\"time_in_force\":\"day\"", string more = "") =>
        $$"""{"portfolio":"core",{{more}}"orders":[{"symbol":"AAPL","side":"{{side}}","qty":{{qty}},{{terms}}}]}""";

    public static string Limit(decimal price, string timeInForce = "day") =>
        $"\"order_type\":\"limit\",\"limit_price\":{price},\"time_in_force\":\"{timeInForce}\"";
}
