using System.Globalization;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>Binance Spot's REST API v3 and the user data stream of its WebSocket API.</summary>
internal sealed class BinanceDialect(VenueCore core, Outbox outbox, SimulatorOptions options, BinanceApi api) : IDialect
{
    public int RateLimitPerMinute => 6000;

    public string StreamPath => "/ws-api/v3";

    public ApiError TooManyCalls => BinanceErrors.TooManyCalls;

    public Route RouteOf(SimulatedRequest request) => BinanceRoutes.Of(request);

    public Subject SubjectOf(Route route) => route.Kind switch
    {
        CallKind.Submit => new Subject(BinanceSymbols.ToPair(route["symbol"]), route["side"] switch { "BUY" => Messages.Fix.Side.Buy, "SELL" => Messages.Fix.Side.Sell, _ => null }, route["newClientOrderId"]),
        CallKind.GetOrder or CallKind.GetByClientOrderId or CallKind.Cancel when Find(route) is { } order => Subject.Of(order),
        _ => new Subject(BinanceSymbols.ToPair(route["symbol"]), null, route["origClientOrderId"]),
    };

    public int WeightOf(Route route) => BinanceRoutes.WeightOf(route);

    public ApiError? Refusal(SimulatedRequest request, Route route, DateTimeOffset now) =>
        BinanceRoutes.IsSigned(route.Kind) ? BinanceSignatures.Refusal(request, route, options, now) : null;

    public ApiAnswer Perform(Route route, Effects effects, DateTimeOffset now) => api.Perform(route, effects, now);

    public ApiError RefusalOf(int status, int? code, string? message) => BinanceErrors.Of(status, code, message);

    public IReadOnlyList<KeyValuePair<string, string>> Headers(RateLimit limit)
    {
        KeyValuePair<string, string> used = new("X-MBX-USED-WEIGHT-1M", limit.Used.ToString(CultureInfo.InvariantCulture));
        return limit.Wait is { } wait ? [used, new("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture))] : [used];
    }

    public ReadOnlyMemory<byte>? Frame(StreamEvent happened, Effects effects)
    {
        if (BinanceWords.Of(happened.Kind, happened.Order) is not { } word)
        {
            return null;
        }

        var commission = happened.Execution is { } trade ? core.Exchange.Fees.With(trade) : null;
        return BinanceProtocol.Event(JsonEdit.Apply(BinanceOrderJson.Report(happened, word, commission), effects));
    }

    public ReadOnlyMemory<byte> Heartbeat(DateTimeOffset now) => BinanceProtocol.Event(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("e", "outboundAccountPosition");
        writer.WriteNumber("E", now.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
    }));

    public void Receive(SimulatedSocket socket, ReadOnlyMemory<byte> message, DateTimeOffset now) => BinanceProtocol.Answer(core, outbox, options, now, socket, message);

    private SimulatedOrder? Find(Route route) => route["orderId"] is { } id
        ? long.TryParse(id, out var seq) && seq >= 1 && seq <= core.Exchange.Orders.All.Count ? core.Exchange.Orders[seq] : null
        : core.Exchange.Orders.ByClOrdId(route["origClientOrderId"] ?? "");
}
