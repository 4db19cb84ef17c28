using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.Access.Signatures;
using Pipeline.Store;

namespace Pipeline.Access.Http;

/// <summary>
/// Stands in front of every endpoint: finds out who calls, whether the caller may and not too often, before anybody understands the
/// request. What was signed is checked over the bytes as they came.
/// </summary>
public sealed class Door(RequestDelegate next, Authenticator authenticator, BrowserDoor browsers, RequestRates rates, Refusals refusals)
{
    private const string Bearer = "Bearer ";
    private const string IdempotencyKey = "Idempotency-Key";

    // The framework would join the values, and what was signed or meant with one of them would be another.
    private static readonly IReadOnlyList<string> Once = ["Authorization", IdempotencyKey, .. SignedHead.Headers];

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Demand>() is not { } demand)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        Admission admission;
        try
        {
            // What a browser sends is not signed, and a websocket's body would never end.
            admission = MayEnter(demand.IsOfConsole ? browsers.Identify(context) : await IdentifyAsync(context, demand).ConfigureAwait(false), demand);
        }
        catch (StoreUnavailableException)
        {
            context.Response.Headers.RetryAfter = "1";
            await Results.Problem(
                title: "The store can't be used now", detail: "Nothing was recorded. Send the same request again, with the same keys.",
                type: RefusalProblem.Types + "store-unavailable", statusCode: StatusCodes.Status503ServiceUnavailable,
                extensions: new Dictionary<string, object?> { ["may_be_recorded"] = false }).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        switch (admission)
        {
            case Admission.Admitted admitted:
                context.Features.Set(admitted);
                await next(context).ConfigureAwait(false);
                break;
            case Admission.Refused refused:
                // Whoever opens the console before signing in is led to where one does.
                if (!demand.IsOfConsole || refused.Refusal.Code != "credentials-missing")
                {
                    refusals.Note(refused.Refusal, Refusals.Http, refused.Caller?.Name, context.Connection.RemoteIpAddress?.ToString());
                }

                await (demand.IsOfConsole ? ConsoleRefusal.Of(context, refused.Refusal) : RefusalProblem.Of(context, refused.Refusal)).ExecuteAsync(context).ConfigureAwait(false);
                break;
        }
    }

    private async Task<Admission> IdentifyAsync(HttpContext context, Demand demand)
    {
        var request = context.Request;
        var (body, unreadable) = await RequestBody.ReadAsync(request, context.GetEndpoint()?.Metadata.GetMetadata<LargestBody>()?.Bytes ?? RequestBody.Largest).ConfigureAwait(false);
        if (unreadable is not null)
        {
            return new Admission.Refused(unreadable, null);
        }

        request.Body = new MemoryStream(body, writable: false);
        if (Once.FirstOrDefault(name => request.Headers[name].Count > 1) is { } doubled)
        {
            return new Admission.Refused(Refusal.HeaderDoubled(doubled), null);
        }

        var authorization = request.Headers.Authorization.ToString();
        if (SignedHead.Headers.Any(request.Headers.ContainsKey))
        {
            return authorization.Length > 0
                ? new Admission.Refused(Refusal.SignatureMalformed("Either Authorization is sent or the webhook headers, not both"), null)
                : OfSignature(context, demand, body);
        }

        return authorization.Length == 0 ? OfNobody(context)
            : authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? authenticator.OfToken(authorization[Bearer.Length..].Trim(), DoorRules.IsNear(context), request.IsHttps || DoorRules.IsLoopback(context))
                : new Admission.Refused(Refusal.CredentialsUnknown(), null);
    }

    private Admission OfNobody(HttpContext context) =>
        authenticator.OfNobody(DoorRules.IsNear(context)) is var admission && admission is Admission.Admitted && !DoorRules.IsOfThisMachine(context.Request)
            ? new Admission.Refused(Refusal.AnotherSite(), null)
            : admission;

    private Admission OfSignature(HttpContext context, Demand demand, byte[] body)
    {
        var headers = context.Request.Headers;
        var (head, malformed) = SignedHead.Read(name => headers[name] is [{ } only] ? only : null);
        return head is null ? new Admission.Refused(malformed!, null)
            : headers.TryGetValue(IdempotencyKey, out var key) && key != head.Id ? new Admission.Refused(Refusal.IdempotencyKeyUnsigned(), null)
            : authenticator.OfSignature(head, demand.IsWebhook ? body : WithRequestLine(context, body), body, mayBeOld: false);
    }

    // Or a question's signature would be good for an order, and a look's for a cancel.
    private static byte[] WithRequestLine(HttpContext context, byte[] body) =>
        [.. Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget}\n"), .. body];

    private Admission MayEnter(Admission admission, Demand demand) =>
        admission is Admission.Admitted { Caller: var caller } && (caller.Lacks(demand.AnyOf) ?? rates.Take(caller)) is { } refusal ? new Admission.Refused(refusal, caller)
        : admission is Admission.Refused { Refusal.Code: "credentials-missing" } ? new Admission.Refused(Refusal.CredentialsMissing(Caller.Words(demand.AnyOf)), null)
        : admission;
}
