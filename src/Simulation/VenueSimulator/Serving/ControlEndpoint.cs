using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Simulation.VenueSimulator;

/// <summary>What a person tells the venue while it runs, and asks of it: the truth, whatever it says elsewhere.</summary>
internal static class ControlEndpoint
{
    private static readonly JsonSerializerOptions Readable = new(ScriptJson.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly byte[] Done = "{}"u8.ToArray();

    public static async Task ServeAsync(HttpContext context, SimulatedVenue venue, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(cancellationToken);
        var (status, answer) = Serve(context.Request, body, venue);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.Body.WriteAsync(answer, cancellationToken);
    }

    private static (int Status, byte[] Answer) Serve(HttpRequest request, string body, SimulatedVenue venue)
    {
        try
        {
            var answer = (request.Method, request.Path.Value) switch
            {
                ("POST", "/simulator/script") => Load(venue, ScriptJson.ReadScript(body)),
                ("POST", "/simulator/behaviours") => Act(venue, new VenueAct { AddBehaviours = ScriptJson.ReadBehaviours(body) }),
                ("DELETE", "/simulator/behaviours") => Act(
                    venue, new VenueAct { ClearBehaviours = new ClearBehavioursAct { Name = Asked(request, "name") } }),
                ("POST", "/simulator/acts") => Act(venue, ScriptJson.ReadAct(body)),
                ("GET", "/simulator/behaviours") => venue.With(core => Json(core.Rules.All.Select(Describe))),
                ("GET", "/simulator/calls") => venue.With(core => Json(core.Calls.Where(call => Concerns(request, call.ClOrdId)))),
                ("GET", "/simulator/orders") => venue.With(core => Json(core.Exchange.Orders.All
                    .Where(order => Concerns(request, order.ClOrdId)))),
                ("GET", "/simulator/executions") => venue.With(core => Json(core.Exchange.Ledger.Executions
                    .Where(execution => Concerns(request, execution.Order.ClOrdId)).Select(Describe))),
                _ => null,
            };
            return answer is null
                ? (StatusCodes.Status404NotFound, Json(new { error = $"there is no {request.Method} {request.Path}" }))
                : (StatusCodes.Status200OK, answer);
        }
        catch (ScriptException e)
        {
            return (StatusCodes.Status400BadRequest, Json(new { error = e.Message }));
        }
    }

    private static byte[] Load(SimulatedVenue venue, VenueScript script)
    {
        venue.Load(script);
        return Done;
    }

    private static byte[] Act(SimulatedVenue venue, VenueAct act)
    {
        venue.Act(act);
        return Done;
    }

    private static object Describe(ActiveBehaviour active) => new { active.Name, active.Matched, active.Applied, active.Behaviour };

    private static object Describe(SimulatedExecution execution) => new
    {
        execution.Order.ClOrdId, execution.Order.OrderId, execution.Order.Symbol, execution.Order.Side,
        execution.ExecId, execution.ExecRefId, execution.Kind, execution.Qty, execution.Px, execution.At, execution.Text,
    };

    private static bool Concerns(HttpRequest request, string? clOrdId) =>
        Asked(request, "cl_ord_id") is not { } wanted || wanted == clOrdId;

    private static string? Asked(HttpRequest request, string parameter) => request.Query[parameter] is [{ } value] ? value : null;

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Readable);
}
