using Microsoft.Playwright;
using NUnit.Framework;

// Half of what a test does is wait, for a page to follow or an order to come: fixtures run beside each other.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(2)]

namespace Pipeline.WebConsole.Tests;

/// <summary>
/// A real Chromium, Debian's, for all tests of the project. PIPELINE_CHROMIUM names another; Playwright's own is not asked for.
/// </summary>
[SetUpFixture]
public sealed class Browser
{
    private static IPlaywright? playwright;
    private static IBrowser? browser;

    public static IBrowser Chromium => browser ?? throw new InvalidOperationException("The browser does not run");

    [OneTimeSetUp]
    public static async Task Start()
    {
        var path = Environment.GetEnvironmentVariable("PIPELINE_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";
        Assert.That(File.Exists(path), $"Chromium is not at {path}: apt-get install chromium, or name it in PIPELINE_CHROMIUM");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], Timeout = (float)Eventually.Deadline.TotalMilliseconds,
        });
        Assertions.SetDefaultExpectTimeout((float)Eventually.Deadline.TotalMilliseconds);
    }

    [OneTimeTearDown]
    public static async Task Stop()
    {
        await SharedConsole.StopAsync();
        await (browser?.CloseAsync() ?? Task.CompletedTask);
        playwright?.Dispose();
    }
}
