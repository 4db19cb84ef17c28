using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>Calls Binance: signs what must be signed, with its time and for how long it is good. Repeats nothing.</summary>
internal sealed class BinanceCaller : IDisposable
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly VenueHttp http;
    private readonly Uri rest;
    private readonly BinanceOptions options;
    private readonly BinanceCredentials credentials;
    private readonly TimeProvider clock;
    private readonly WeightGate gate;

    public BinanceCaller(HttpMessageHandler handler, BinanceOptions options, BinanceCredentials credentials, VenuePause pause, ServerOffset offset, TimeProvider clock)
    {
        (this.options, this.credentials, this.clock) = (options, credentials, clock);
        rest = BinanceEndpoints.Of(options).Rest;
        gate = new WeightGate(offset, clock);
        http = new VenueHttp(handler, new BinanceManners(credentials, gate), pause, clock, options.LongestPause);
        Time = new ServerClock(AskTimeAsync, options.ClockInterval, offset, clock);
    }

    /// <summary>Binance's clock.</summary>
    public ServerClock Time { get; }

    /// <summary>Asks for something that everybody may know.</summary>
    public Task<VenueReply> AskAsync(string path, Parameters parameters, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, parameters.ToString(), cancellationToken);

    /// <summary>Asks for, or takes away, something of the account's.</summary>
    public async Task<VenueReply> SignedAsync(HttpMethod method, string path, Parameters parameters, CancellationToken cancellationToken)
    {
        if (await Time.NowAsync(cancellationToken).ConfigureAwait(false) is not VenueAnswer<DateTimeOffset>.Stated { Value: var now })
        {
            return new VenueReply.NoAnswer("NO_SERVER_TIME: Binance does not state its time");
        }

        return Heard(await SendAsync(method, path, Signed(parameters, now, options.RecvWindow), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks for a list, once the minute's weight allows it.</summary>
    public async Task<VenueReply> ListAsync(string path, Parameters parameters, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await SignedAsync(HttpMethod.Get, path, parameters, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Places an order, once. It is good until its deadline and no longer than recvWindow, by Binance's clock.</summary>
    public async Task<VenueReply> PlaceAsync(Parameters parameters, DateTimeOffset? deadline, LastLook lastLook, CancellationToken cancellationToken)
    {
        if (await TimeToPlaceAsync(cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return new VenueReply.NotSent("NO_SERVER_TIME: Binance does not state its time");
        }

        var left = deadline is { } end ? end - clock.GetUtcNow() : options.RecvWindow;
        if (left <= TimeSpan.Zero)
        {
            return new VenueReply.NotSent("SEND_DEADLINE_PASSED");
        }

        var body = Signed(parameters, now, left < options.RecvWindow ? left : options.RecvWindow);
        var content = new OnceContent(Encoding.ASCII.GetBytes(body), lastLook, Form);
        return Heard(await http.SendAsync(HttpMethod.Post, new Uri(rest, "api/v3/order"), content, cancellationToken).ConfigureAwait(false));
    }

    // However its question ends, not a byte of an order has left.
    private async Task<DateTimeOffset?> TimeToPlaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Time.NowAsync(cancellationToken).ConfigureAwait(false) is VenueAnswer<DateTimeOffset>.Stated { Value: var now } ? now : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private string Signed(Parameters parameters, DateTimeOffset now, TimeSpan recvWindow)
    {
        // Up to three decimals of a millisecond are taken; rounding down never makes it good for longer.
        var window = (decimal)(recvWindow.Ticks / 10) / 1000;
        parameters.With("recvWindow", window).With("timestamp", now.ToUnixTimeMilliseconds());
        var payload = parameters.ToString();
        return $"{payload}&signature={Uri.EscapeDataString(credentials.Sign(payload))}";
    }

    /// <summary>One request within the limit for requests that place nothing.</summary>
    private async Task<VenueReply> SendAsync(HttpMethod method, string path, string query, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var address = new Uri(rest, query.Length == 0 ? path : $"{path}?{query}");
        var reply = await http.SendAsync(method, address, null, either.Token).ConfigureAwait(false);
        if (reply is VenueReply.NoAnswer)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return reply;
    }

    private VenueReply Heard(VenueReply reply)
    {
        if (BinanceErrors.IsTimestampRefused(reply))
        {
            Time.Doubt();
        }

        return reply;
    }

    private async Task<VenueAnswer<DateTimeOffset>> AskTimeAsync(CancellationToken cancellationToken)
    {
        var reply = await AskAsync("api/v3/time", new Parameters(), cancellationToken).ConfigureAwait(false);
        return Reading.Of(reply, BinanceJson.Default.TimeDocument, document => Fields.Time(document.ServerTime, "serverTime"));
    }
}
