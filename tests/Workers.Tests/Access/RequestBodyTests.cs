using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NUnit.Framework;
using Pipeline.Access.Http;

namespace Pipeline.Workers.Tests.Access;

public sealed class RequestBodyTests
{
    [Test]
    public async Task Whoever_asks_without_a_body_and_hangs_up_has_sent_no_truncated_one()
    {
        var (body, refusal) = await RequestBody.ReadAsync(HungUp(canHaveBody: false));

        Assert.That(refusal, Is.Null);
        Assert.That(body, Is.Empty);
    }

    [Test]
    public async Task Whoever_hangs_up_while_a_body_comes_has() =>
        Assert.That((await RequestBody.ReadAsync(HungUp(canHaveBody: true))).Refusal?.Code, Is.EqualTo("body-truncated"));

    private static HttpRequest HungUp(bool canHaveBody)
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(canHaveBody));
        return context.Request;
    }

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
