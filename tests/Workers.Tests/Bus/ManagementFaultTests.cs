using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What <c>pipeline setup</c> says when something else answers where the broker's management interface should, or nothing does.</summary>
public sealed class ManagementFaultTests
{
    [TestCase("text/html", "<html>Sign in</html>")]
    [TestCase("application/json", "<html>Sign in</html>")]
    [TestCase("application/json", """{"error":"not_authorised"}""")]
    public async Task An_answer_that_is_no_list_of_what_stands_is_said_to_be_none(string type, string answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var other = builder.Build();
        other.Run(context =>
        {
            context.Response.ContentType = type;
            return context.Response.WriteAsync(answer);
        });
        await other.StartAsync();
        var options = new BusOptions { Broker = "amqp://pipeline-setup:secret@127.0.0.1:5672/pipeline", BrokerManagement = other.Urls.Single() };

        Assert.That(
            async () => await SetupPlan.PrintAsync(options, asJson: false, TextWriter.Null, CancellationToken.None),
            Throws.TypeOf<OptionException>().With.Message.StartsWith($"--broker-management: {options.BrokerManagement} did not tell: the answer is not the JSON of a management interface"));
    }

    [Test]
    public async Task A_call_that_nobody_answers_is_one_and_one_that_somebody_has_stopped_is_none()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(50) };
        using var stop = new CancellationTokenSource();
        var silent = await ExceptionOfAsync(() => http.GetAsync(new Uri($"http://{listener.LocalEndpoint}/"), CancellationToken.None));
        await stop.CancelAsync();
        var stopped = await ExceptionOfAsync(() => http.GetAsync(new Uri($"http://{listener.LocalEndpoint}/"), stop.Token));

        Assert.That(ManagementFault.Of(silent), Does.Contain("HttpClient.Timeout"));
        Assert.That(ManagementFault.Of(stopped), Is.Null);
        Assert.That(ManagementFault.Of(new InvalidOperationException()), Is.Null);
    }

    private static async Task<Exception> ExceptionOfAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (OperationCanceledException e)
        {
            return e;
        }

        throw new InvalidOperationException("Somebody answered");
    }
}
