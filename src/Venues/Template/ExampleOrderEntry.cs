using System.Text.Json;
using Pipeline.Messages.Capabilities;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Template;

/// <summary>
/// The way onto the venue: one request per call, and whatever its answer proves. As long as no answer is understood every outcome is unknown, which is safe:
/// the resolver asks.
/// </summary>
internal sealed class ExampleOrderEntry(VenueHttp http, Uri url, VenuePause pause) : IOrderEntry, IDisposable
{
    public string Adapter => Capabilities.Adapter;

    public VenueCapabilities Capabilities => ExampleCapabilities.Stated;

    public TimeSpan LeftAlone => pause.Left(url);

    public async Task<SubmitOutcome> SubmitAsync(NewOrderSingle order, LastLook lastLook, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new SubmitOutcome.NotSent("CANCELED: the call was given up before it began");
        }

        // The venue's own words go here, made by pure functions of a file of their own.
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["symbol"] = order.Symbol, ["client_order_id"] = order.ClOrdId });
        return await http.SendAsync(HttpMethod.Post, new Uri(url, "orders"), new OnceContent(body, lastLook), cancellationToken).ConfigureAwait(false) switch
        {
            VenueReply.NotSent notSent => new SubmitOutcome.NotSent(notSent.Reason),
            VenueReply.NoAnswer none => new SubmitOutcome.Unknown(none.Reason),

            // A success is Acknowledged when it states our ClOrdId and terms; a refusal is Rejected when the venue's code proves that there is no order.
            VenueReply.Answered answered => new SubmitOutcome.Unknown($"HTTP_{answered.Status}", RetryAfter: answered.RetryAfter),
            var other => throw new InvalidOperationException($"{other} is no reply"),
        };
    }

    public async Task<CancelOutcome> CancelAsync(OrderCancelRequest request, CancellationToken cancellationToken) =>
        await http.SendAsync(HttpMethod.Delete, new Uri(url, $"orders/{Uri.EscapeDataString(request.OrigClOrdId)}"), null, cancellationToken).ConfigureAwait(false) switch
        {
            VenueReply.NotSent notSent => new CancelOutcome.Unknown(notSent.Reason),
            VenueReply.NoAnswer none => new CancelOutcome.Unknown(none.Reason),
            VenueReply.Answered answered => new CancelOutcome.Unknown($"HTTP_{answered.Status}", answered.RetryAfter),
            var other => throw new InvalidOperationException($"{other} is no reply"),
        };

    public void Dispose() => http.Dispose();
}
