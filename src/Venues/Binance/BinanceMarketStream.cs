using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Binance;

/// <summary>
/// The stream of market data: book tickers and trades (<c>btcusdt@bookTicker</c>, <c>btcusdt@trade</c>) of the pairs in use, on one connection. A book ticker bears no
/// time, and may have waited on its way. What is sure is that it was made after the last request that was answered before it came; so the stream is asked every second,
/// and a quote counts as of the last such request. When the stream breaks, everything is forgotten.
/// </summary>
/// <remarks>Source: web-socket-streams.md. A connection takes five messages a second.</remarks>
internal sealed class BinanceMarketStream(Pairs pairs, TimeProvider clock, ILogger logger) : IStreamTalk
{
    private readonly Lock gate = new();
    private readonly SortedSet<Pair> wanted = new(Comparer<Pair>.Create((one, other) => string.CompareOrdinal(one.Symbol, other.Symbol)));
    private readonly HashSet<Pair> subscribed = [];
    private readonly Dictionary<string, Quote> quotes = [];
    private readonly Dictionary<string, LastTrade> trades = [];
    private (long Id, DateTimeOffset SentAt)? asked;
    private DateTimeOffset? answeredFrom;
    private long requests;

    public string Name => "market data";

    /// <summary>The quotes of those of the symbols of which one was heard, and from now on of all of them.</summary>
    public IReadOnlyList<Quote> Quotes(IEnumerable<string> symbols)
    {
        lock (gate)
        {
            var named = symbols.ToList();
            wanted.UnionWith(named.Select(pairs.Find).OfType<Pair>());
            return [.. named.Select(symbol => quotes.GetValueOrDefault(symbol)).OfType<Quote>()];
        }
    }

    /// <summary>The last trades of those of the symbols of which one was heard.</summary>
    public IReadOnlyList<LastTrade> Trades(IEnumerable<string> symbols)
    {
        lock (gate)
        {
            return [.. symbols.Select(symbol => trades.GetValueOrDefault(symbol)).OfType<LastTrade>()];
        }
    }

    public async Task GreetAsync(IVenueSocket socket, CancellationToken cancellationToken)
    {
        await AskAsync(socket, cancellationToken).ConfigureAwait(false);
        while (answeredFrom is null)
        {
            Take(await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("closed by the venue before the subscription"));
        }
    }

    /// <summary>Subscribes to what is wanted and not subscribed to yet; else asks for what is, which is answered too.</summary>
    public async ValueTask AskAsync(IVenueSocket socket, CancellationToken cancellationToken)
    {
        byte[] request;
        lock (gate)
        {
            if (asked is not null)
            {
                // Not answered yet: until it is nothing is known of how old the news are, and a second question would say no more.
                return;
            }

            var missing = wanted.Except(subscribed).ToList();
            subscribed.UnionWith(missing);
            asked = (++requests, clock.GetUtcNow());
            request = JsonSerializer.SerializeToUtf8Bytes(
                missing.Count == 0 ? new MarketRequest("LIST_SUBSCRIPTIONS", requests) : new MarketRequest("SUBSCRIBE", requests, [.. missing.SelectMany(StreamsOf)]), BinanceJson.Default.MarketRequest);
        }

        await socket.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public void Take(ReadOnlyMemory<byte> message)
    {
        try
        {
            Hear(BinanceMessages.MarketOf(message));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            Metrics.CountUnknown("frame");
            logger.LogWarning("The stream of market data said what nobody understands: {What}", Untrusted.Cap(e.Message));
        }
    }

    public void Lost()
    {
        lock (gate)
        {
            subscribed.Clear();
            quotes.Clear();
            trades.Clear();
            (asked, answeredFrom) = (null, null);
        }
    }

    private void Hear(MarketFrame frame)
    {
        if (frame.Code is not null || frame.Error is not null)
        {
            throw new InvalidOperationException($"a request was refused: {frame.Code ?? frame.Error?.Code} {Untrusted.Cap(frame.Msg ?? frame.Error?.Msg ?? "")}");
        }

        if (frame.Data is { Type: "serverShutdown" })
        {
            throw new InvalidOperationException("the venue says serverShutdown");
        }

        lock (gate)
        {
            if (frame.Id is { } id && asked is var (expected, sentAt) && id == expected)
            {
                (asked, answeredFrom) = (null, sentAt);
            }

            foreach (var told in BinanceMessages.OfMarket(frame, pairs, answeredFrom ?? DateTimeOffset.MinValue))
            {
                _ = told switch
                {
                    Quote quote => (object)(quotes[quote.Symbol] = quote),
                    LastTrade trade when trades.TryGetValue(trade.Symbol, out var before) && before.At > trade.At => before,
                    LastTrade trade => trades[trade.Symbol] = trade,
                    _ => throw new InvalidOperationException($"{told} is nothing of a market"),
                };
            }
        }
    }

    private static IEnumerable<string> StreamsOf(Pair pair)
    {
        var symbol = pair.VenueSymbol.ToLower(CultureInfo.InvariantCulture);
        return [$"{symbol}@bookTicker", $"{symbol}@trade"];
    }
}
