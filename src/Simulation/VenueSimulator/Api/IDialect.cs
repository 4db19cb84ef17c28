namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Whose API the venue speaks: everything that two venues say differently of the same exchange.</summary>
internal interface IDialect
{
    /// <summary>What may be used a minute where nobody says otherwise.</summary>
    int RateLimitPerMinute { get; }

    /// <summary>The path of the stream of reports, for the list of calls.</summary>
    string StreamPath { get; }

    /// <summary>The refusal of a call too many.</summary>
    ApiError TooManyCalls { get; }

    /// <summary>Which call a request is.</summary>
    Route RouteOf(SimulatedRequest request);

    /// <summary>What a call is about.</summary>
    Subject SubjectOf(Route route);

    /// <summary>How much of the limit a call uses; 0 where it is not counted.</summary>
    int WeightOf(Route route);

    /// <summary>Why a caller is not heard; null when it is.</summary>
    ApiError? Refusal(SimulatedRequest request, Route route, DateTimeOffset now);

    /// <summary>Performs a call.</summary>
    ApiAnswer Perform(Route route, Effects effects, DateTimeOffset now);

    /// <summary>A script's refusal in the venue's words.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The code that the script says, or null.</param>
    /// <param name="message">The message that the script says, or null.</param>
    ApiError RefusalOf(int status, int? code, string? message);

    /// <summary>What every counted answer says of the limit.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Headers(RateLimit limit);

    /// <summary>An event as a message of the stream; null where the venue does not tell of it.</summary>
    ReadOnlyMemory<byte>? Frame(StreamEvent happened, Effects effects);

    /// <summary>A message that says only that the stream is alive.</summary>
    ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now);

    /// <summary>Answers what a client says on the stream.</summary>
    void Receive(SimulatedSocket socket, ReadOnlyMemory<byte> message, DateTimeOffset now);
}
