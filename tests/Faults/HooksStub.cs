using System.Net;
using System.Text.Json;

namespace Pipeline.Faults;

/// <summary>OpenClaw's hooks: takes every notice in, and remembers them in the order in which they came.</summary>
public sealed class HooksStub : IAsyncDisposable
{
    /// <summary>The hooks' token.</summary>
    public const string Token = "faults";

    private readonly HttpListener listener = new();
    private readonly Task serving;
    private readonly List<HeardNotice> heard = [];

    public HooksStub()
    {
        Url = $"http://127.0.0.1:{FreePort.Take()}/hooks";
        listener.Prefixes.Add(Url + "/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>What came, repeats too.</summary>
    public IReadOnlyList<HeardNotice> Heard
    {
        get
        {
            lock (heard)
            {
                return [.. heard];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                lock (heard)
                {
                    heard.Add(HeardNotice.Of(context.Request.Headers["Idempotency-Key"]!, body));
                }

                context.Response.StatusCode = 200;
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                if (!listener.IsListening)
                {
                    return;
                }
            }
        }
    }
}

/// <summary>A notice as it came. That of a brief is about no order.</summary>
public sealed record HeardNotice(string Key, string Body, string Kind, long Seq, string? ClOrdId)
{
    public static HeardNotice Of(string key, string body)
    {
        using var document = JsonDocument.Parse(body);
        var told = document.RootElement.GetProperty("event");
        return new HeardNotice(
            key, body, told.GetProperty("kind").GetString()!, told.GetProperty("seq").GetInt64(), document.RootElement.TryGetProperty("order", out var order) ? order.GetProperty("cl_ord_id").GetString() : null);
    }
}
