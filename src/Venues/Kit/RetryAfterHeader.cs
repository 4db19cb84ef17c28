namespace Pipeline.Venues.Kit;

/// <summary>The header Retry-After, as RFC 9110 has it: seconds, or a date.</summary>
public static class RetryAfterHeader
{
    private const string Name = "Retry-After";

    /// <summary>
    /// How long the venue wants to be left alone; null where the header says nothing that can be read. More seconds than a number holds are
    /// <see cref="TimeSpan.MaxValue"/> and not nothing: whoever asks for so much is not called at once.
    /// </summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => response.Headers.NonValidated.TryGetValues(Name, out var raw) && raw.ToString().Trim() is { Length: > 0 } text && text.All(char.IsAsciiDigit)
                ? TimeSpan.MaxValue
                : (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
