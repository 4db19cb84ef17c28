using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using AllWorkers = Pipeline.Host.Composition.Workers;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>The folder that a process is started in.</summary>
public sealed class WorkingFolderTests
{
    // A watch covers everything below it, so each page that the store writes there would be told to the process.
    [Test]
    public async Task Nothing_in_it_is_read_as_settings_or_watched()
    {
        using var folder = new TempFolder();
        var options = OptionSet.Read(
            new Dictionary<string, string> { ["--data"] = folder.File("data"), ["--http"] = "127.0.0.1:0" }, _ => null, configFile: null);

        await using var app = PipelineProcess.Build(options, AllWorkers.Names, logToConsole: false);

        Assert.That(((IConfigurationRoot)app.Configuration).Providers.OfType<FileConfigurationProvider>(), Is.Empty);
    }
}
