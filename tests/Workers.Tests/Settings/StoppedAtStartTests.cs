using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using AllWorkers = Pipeline.Host.Composition.Workers;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>A process that does not come to its start: it is told to stop meanwhile, or something that it needs is taken.</summary>
public sealed class StoppedAtStartTests
{
    [Test]
    public async Task It_stops_what_had_begun_and_calls_it_no_failure()
    {
        using var folder = new TempFolder();
        IHostApplicationLifetime? lifetime = null;
        var first = new First(() => lifetime!.StopApplication());
        await using var app = Build(folder, "127.0.0.1:0", first);
        lifetime = app.Lifetime;

        var hasStarted = await RunCommand.StartsAsync(app, CancellationToken.None);

        Assert.That((hasStarted, first.IsStopped), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Where_its_door_is_taken_it_stops_what_had_begun_before_it_fails()
    {
        using var folder = new TempFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var first = new First(() => { });
        await using var app = Build(folder, $"{taken.LocalEndpoint}", first);

        Assert.That(
            async () => await RunCommand.StartsAsync(app, CancellationToken.None),
            Throws.TypeOf<OptionException>().With.Message.StartsWith("--http: ").And.Message.Contains($"{taken.LocalEndpoint}").And.Message.Contains("a port of its own"));
        Assert.That(first.IsStopped, Is.True);
    }

    private static WebApplication Build(TempFolder folder, string http, First first) => PipelineProcess.Build(
        OptionSet.Read(new Dictionary<string, string> { ["--data"] = folder.File("data"), ["--http"] = http }, _ => null, configFile: null),
        AllWorkers.Names, logToConsole: false, customize: services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(first)));

    // The first of all to start, as a consumer of messages may be.
    private sealed class First(Action act) : IHostedService
    {
        public bool IsStopped { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            act();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            IsStopped = true;
            return Task.CompletedTask;
        }
    }
}
