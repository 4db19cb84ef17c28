using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using AllWorkers = Pipeline.Host.Composition.Workers;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>A process that is told to stop while it starts.</summary>
public sealed class StoppedAtStartTests
{
    [Test]
    public async Task It_stops_what_had_begun_and_calls_it_no_failure()
    {
        using var folder = new TempFolder();
        var options = OptionSet.Read(
            new Dictionary<string, string> { ["--data"] = folder.File("data"), ["--http"] = "127.0.0.1:0" }, _ => null, configFile: null);
        var told = new TellsToStop();
        await using var app = PipelineProcess.Build(
            options, AllWorkers.Names, logToConsole: false, customize: services => services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => told.Of(provider))));

        var hasStarted = await RunCommand.StartsAsync(app, CancellationToken.None);

        Assert.That((hasStarted, told.IsStopped), Is.EqualTo((false, true)));
    }

    // The first of all to start tells the process to stop, as a signal would.
    private sealed class TellsToStop : IHostedService
    {
        private IHostApplicationLifetime? lifetime;

        public bool IsStopped { get; private set; }

        public TellsToStop Of(IServiceProvider provider)
        {
            lifetime = provider.GetRequiredService<IHostApplicationLifetime>();
            return this;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime!.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            IsStopped = true;
            return Task.CompletedTask;
        }
    }
}
