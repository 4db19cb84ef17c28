using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>
/// Serves a simulated venue over HTTP and WebSocket. The venue's own listener closes while the venue is down; the control port stays.
/// Both serve the same paths, so that a venue that is down can be told to come back.
/// </summary>
public static class SimulatorServer
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);

    /// <summary>Builds the server; nothing listens yet.</summary>
    /// <param name="venue">The venue, which lives longer than the server.</param>
    /// <param name="endpoint">Where it serves.</param>
    /// <param name="control">Where it can be told what to do while it is down.</param>
    public static WebApplication Build(SimulatedVenue venue, IPEndPoint endpoint, IPEndPoint control)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.Configure<HostOptions>(hosting => hosting.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<IConnectionListenerFactory>(
            services => new VenueListenerFactory(venue, services.GetRequiredService<ILoggerFactory>()));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The factory takes the first for the venue's.
            kestrel.Listen(endpoint);
            kestrel.Listen(control);
        });

        var app = builder.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Ping });
        app.Run(context => Dispatch(context, venue, app.Lifetime.ApplicationStopping));
        return app;
    }

    private static async Task Dispatch(HttpContext context, SimulatedVenue venue, CancellationToken stopping)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await (context.Request.Path switch
            {
                { Value: ("/stream" or "/ws-api/v3" or "/v2/sip" or "/v2/iex") and var path } => StreamEndpoint.ServeAsync(context, venue, venue.IsOfMarket(path), ends.Token),
                var path when path.StartsWithSegments("/simulator") => ControlEndpoint.ServeAsync(context, venue, ends.Token),
                _ => ApiEndpoint.ServeAsync(context, venue, ends.Token),
            });
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client has gone, or the server goes: there is nobody to answer.
            context.Abort();
        }
    }
}
