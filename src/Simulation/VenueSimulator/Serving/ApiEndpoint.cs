using Microsoft.AspNetCore.Http;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>The venue's API over HTTP.</summary>
internal static class ApiEndpoint
{
    public static async Task ServeAsync(HttpContext context, SimulatedVenue venue, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var asked = context.Request;
        await asked.Body.CopyToAsync(body, cancellationToken);
        var request = new SimulatedRequest(asked.Method, asked.Path.Value ?? "/", asked.QueryString.Value ?? "", body.ToArray())
        {
            KeyId = asked.Headers["APCA-API-KEY-ID"] is [{ } alpacas] ? alpacas : asked.Headers["X-MBX-APIKEY"],
            SecretKey = asked.Headers["APCA-API-SECRET-KEY"],
        };
        await WriteAsync(context, await venue.HandleAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Writes an answer, or breaks the connection.</summary>
    public static async Task WriteAsync(HttpContext context, SimulatedResponse answer, CancellationToken cancellationToken)
    {
        if (answer.Broken is not null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Status != StatusCodes.Status204NoContent)
        {
            context.Response.ContentType = answer.ContentType;
            context.Response.ContentLength = answer.Body.Length;
            await context.Response.Body.WriteAsync(answer.Body, cancellationToken);
        }
    }
}
