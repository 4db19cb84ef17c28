namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Alpaca's trading API v2 and its stream of trade updates.</summary>
internal sealed class AlpacaDialect(VenueCore core, Outbox outbox, AlpacaApi api) : IDialect
{
    public int RateLimitPerMinute => 200;

    public string StreamPath => "/stream";

    public ApiError TooManyCalls { get; } = new(429, 42910000, "rate limit exceeded");

    public Route RouteOf(SimulatedRequest request) => Route.Of(request);

    public Subject SubjectOf(Route route) => route.Kind switch
    {
        CallKind.Submit => route.Body!.Subject,
        CallKind.GetByClientOrderId when route["client_order_id"] is { } id =>
            core.Exchange.Orders.ByClOrdId(id) is { } order ? Subject.Of(order) : new Subject(null, null, id),
        CallKind.GetOrder or CallKind.Cancel or CallKind.Replace when core.Exchange.Orders.ById(route.Id!) is { } order => Subject.Of(order),
        CallKind.Positions or CallKind.Quotes or CallKind.Asset => new Subject(route.Id == CallKinds.OfPairs ? null : route.Id, null, null),
        _ => default,
    };

    public int WeightOf(Route route) => route.Kind == CallKind.Quotes ? 0 : 1;

    public ApiError? Refusal(SimulatedRequest request, Route route, DateTimeOffset now) =>
        core.IsKnown(request.KeyId, request.SecretKey) ? null : new ApiError(401, 40110000, "request is not authorized");

    public ApiAnswer Perform(Route route, Effects effects, DateTimeOffset now) => api.Perform(route, effects, now);

    public ApiError RefusalOf(int status, int? code, string? message) => new(status, code ?? ApiError.CodeOf(status), message ?? ApiError.MessageOf(status));

    public IReadOnlyList<KeyValuePair<string, string>> Headers(RateLimit limit) => limit.Headers();

    public ReadOnlyMemory<byte>? Frame(StreamEvent happened, Effects effects) => EventJson.Frame(happened, effects);

    public ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now) => EventJson.Heartbeat(now);

    public void Receive(SimulatedSocket socket, ReadOnlyMemory<byte> message, DateTimeOffset now) => StreamProtocol.Answer(core, outbox, socket, message);
}
