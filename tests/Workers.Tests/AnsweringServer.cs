using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Workers.Tests;

/// <summary>What stands in a pipeline's place and answers whatever a test wants.</summary>
internal sealed class AnsweringServer(WebApplication app) : IAsyncDisposable
{
    public Uri Url => new(app.Urls.Single());

    public static async Task<AnsweringServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new AnsweringServer(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
