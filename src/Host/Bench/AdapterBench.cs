using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Messages.Fix;
using Pipeline.Venues;
using Pipeline.Venues.Alpaca;
using Pipeline.Venues.Binance;

namespace Pipeline.Host.Bench;

/// <summary>
/// What an adapter adds between an order and the wire: from the call until the request's bytes are handed over, complete and signed. The
/// wire and the venue are not in it: a handler takes the bytes and answers at once.
/// </summary>
internal static class AdapterBench
{
    private const int WarmUp = 20_000;

    /// <summary>Measures each adapter that has a wire.</summary>
    public static IEnumerable<AdapterCost> Run(int orders)
    {
        using var taking = new TakingHandler();
        using var alpaca = new AlpacaOrderEntry(taking, new AlpacaOptions { Url = "http://127.0.0.1:9" }, new AlpacaCredentials("key", "secret"), TimeProvider.System, NullLogger.Instance);
        yield return Measure(alpaca, taking, "AAPL", orders, alpaca.Adapter);
        var options = new BinanceOptions { Url = "http://127.0.0.1:9" };
        using var hmac = new BinanceOrderEntry(taking, options, new BinanceCredentials("key", "secret"), TimeProvider.System, NullLogger.Instance);
        yield return Measure(hmac, taking, "BTC/USDT", orders, $"{hmac.Adapter} (HMAC)");

        // RFC 8410, section 10.3.
        const string pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        using var ed25519 = new BinanceOrderEntry(taking, options, new BinanceCredentials("key", pem), TimeProvider.System, NullLogger.Instance);
        yield return Measure(ed25519, taking, "BTC/USDT", orders, $"{ed25519.Adapter} (Ed25519)");
    }

    private static AdapterCost Measure(IOrderEntry entry, TakingHandler taking, string symbol, int orders, string name)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            Submit(entry, Order(symbol, i));
        }

        var durations = new TimeSpan[orders];
        long allocated = 0;
        for (var i = 0; i < orders; i++)
        {
            var order = Order(symbol, WarmUp + i);
            var (began, before) = (TimeProvider.System.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            taking.Expect();
            Submit(entry, order);
            durations[i] = taking.TakenAt != 0 ? TimeProvider.System.GetElapsedTime(began, taking.TakenAt) : throw new InvalidOperationException($"{name} handed nothing to the wire");
            allocated += taking.AllocatedAt - before;
        }

        var times = new Distribution(durations);
        return new AdapterCost(name, times.P50 * 1000, times.P99 * 1000, times.Max * 1000, (double)allocated / orders);
    }

    private static void Submit(IOrderEntry entry, NewOrderSingle order)
    {
        var call = entry.SubmitAsync(order, () => null, CancellationToken.None);
        if (!call.IsCompleted)
        {
            throw new InvalidOperationException("The call left the thread; what it takes can't be measured so");
        }
    }

    private static NewOrderSingle Order(string symbol, int i) => new()
    {
        ClOrdId = $"BENCH{i:D27}", Account = "bench", Symbol = symbol, Side = Side.Buy, OrdType = OrdType.Limit, OrderQty = 1.25m, Price = 180.25m,
        TimeInForce = TimeInForce.Gtc, TransactTime = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Takes a request's bytes and notes when it had them all.</summary>
    private sealed class TakingHandler : HttpMessageHandler
    {
        private static readonly byte[] Time = Encoding.ASCII.GetBytes($$"""{"serverTime":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}}}""");
        private static readonly byte[] Refused = """{"code":-2010,"msg":"no"}"""u8.ToArray();
        private readonly MemoryStream wire = new(64 * 1024);

        public long TakenAt { get; private set; }

        public long AllocatedAt { get; private set; }

        public void Expect() => TakenAt = 0;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            wire.SetLength(0);
            request.Content?.CopyToAsync(wire, cancellationToken).GetAwaiter().GetResult();
            (TakenAt, AllocatedAt) = (TimeProvider.System.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            var isOrder = request.Method == HttpMethod.Post;
            return Task.FromResult(new HttpResponseMessage(isOrder ? HttpStatusCode.BadRequest : HttpStatusCode.OK) { Content = new ByteArrayContent(isOrder ? Refused : Time) });
        }
    }
}

/// <summary>What an adapter adds to an order.</summary>
/// <param name="Adapter">Which.</param>
/// <param name="P50Us">Half of the orders take less, in microseconds.</param>
/// <param name="P99Us">99 of a hundred take less.</param>
/// <param name="MaxUs">The longest.</param>
/// <param name="AllocatedBytes">Memory taken for an order, in bytes.</param>
internal sealed record AdapterCost(string Adapter, double P50Us, double P99Us, double MaxUs, double AllocatedBytes);
