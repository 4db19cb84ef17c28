using System.Net;
using System.Text;
using Pipeline.Faults;

namespace Pipeline.Monitoring.Tests;

/// <summary>Takes spans by OTLP over HTTP, as a collector does.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly List<Span> spans = [];

    public OtlpReceiver()
    {
        Address = $"http://127.0.0.1:{FreePort.Take()}";
        listener.Prefixes.Add($"{Address}/");
        listener.Start();
        _ = TakeAsync();
    }

    public string Address { get; }

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<Span> Spans
    {
        get
        {
            lock (spans)
            {
                return [.. spans];
            }
        }
    }

    public void Dispose() => listener.Close();

    private async Task TakeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            if (context.Request.Url!.AbsolutePath == "/v1/traces")
            {
                lock (spans)
                {
                    spans.AddRange(Read(body.ToArray()));
                }
            }

            context.Response.StatusCode = 200;
            context.Response.Close();
        }
    }

    // ExportTraceServiceRequest: resource_spans = 1, scope_spans = 2, spans = 2; of a span trace_id = 1, span_id = 2, parent_span_id = 4, name = 5.
    private static IEnumerable<Span> Read(ReadOnlyMemory<byte> request) =>
        from resource in Fields(request).Where(field => field.Number == 1)
        from scope in Fields(resource.Bytes).Where(field => field.Number == 2)
        from span in Fields(scope.Bytes).Where(field => field.Number == 2)
        let parts = Fields(span.Bytes).ToLookup(field => field.Number, field => field.Bytes)
        select new Span(Hex(parts[1]), Hex(parts[2]), Hex(parts[4]), parts[5].Select(bytes => Encoding.UTF8.GetString(bytes.Span)).FirstOrDefault() ?? "");

    private static string Hex(IEnumerable<ReadOnlyMemory<byte>> bytes) => bytes.Select(id => Convert.ToHexStringLower(id.Span)).FirstOrDefault() ?? "";

    // Of the wire types only what has a length matters here; the others are passed over.
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    var length = (int)Varint(message.Span, ref at);
                    yield return ((int)(key >> 3), message.Slice(at, length));
                    at += length;
                    break;
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        byte one;
        do
        {
            one = bytes[at++];
            value |= (ulong)(one & 0x7f) << shift;
            shift += 7;
        }
        while (one >= 0x80);

        return value;
    }
}

/// <param name="TraceId">32 hex digits.</param>
/// <param name="SpanId">16.</param>
/// <param name="ParentId">16, or none.</param>
/// <param name="Name">What was done.</param>
internal sealed record Span(string TraceId, string SpanId, string ParentId, string Name);
