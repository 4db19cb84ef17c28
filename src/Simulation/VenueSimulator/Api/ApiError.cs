namespace Pipeline.Simulation.VenueSimulator;

/// <summary>A refusal in the venue's words.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The venue's code.</param>
/// <param name="Message">Its message.</param>
internal sealed record ApiError(int Status, int Code, string Message)
{
    private const int CodesAStatus = 100_000;

    /// <summary>What the field with the message is called.</summary>
    public string MessageField { get; init; } = "message";

    /// <summary>Fields besides code and message.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    public static ApiError Malformed(string message) => new(422, 40010001, message);

    public static ApiError Unprocessable(string message) => new(422, 42210000, message);

    public static ApiError Forbidden(string message, params (string Name, string Value)[] details) =>
        new(403, 40310000, message) { Details = details };

    public static ApiError NotFound(string message) => new(404, 40410000, message);

    /// <summary>The code that goes with a status where nobody says another.</summary>
    public static int CodeOf(int status) => (status * CodesAStatus) + (CodesAStatus / 10);

    public static string MessageOf(int status) => status switch
    {
        401 => "request is not authorized",
        403 => "forbidden",
        404 => "not found",
        422 => "unprocessable entity",
        429 => "too many requests",
        500 => "internal server error occurred",
        _ => "request failed",
    };

    public ApiAnswer ToAnswer() => new(Status, JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("code", Code);
        writer.WriteString(MessageField, Message);
        foreach (var (name, value) in Details)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }));
}

/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as JSON, or empty.</param>
internal readonly record struct ApiAnswer(int Status, ReadOnlyMemory<byte> Body);
