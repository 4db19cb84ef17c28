using NUnit.Framework;
using Pipeline.Host.Commands;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;
using Pipeline.Workers.Tests.Access;

namespace Pipeline.Workers.Tests.Deployment;

/// <summary>Whether a process is ready, asked by whoever has the same settings and nothing else.</summary>
public sealed class HealthCommandTests
{
    private TempFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TempFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [Test]
    public async Task A_process_that_serves_its_own_certificate_is_ready_and_another_one_is_not_it()
    {
        var certificates = new Certificates(folder.Path);
        await using var app = PipelineProcess.Build(
            OptionSet.Read(
                new Dictionary<string, string>
                {
                    ["--http"] = "127.0.0.1:0", ["--data"] = folder.File("data"), ["--http-certificate"] = certificates.Server, ["--http-certificate-key"] = certificates.Key,
                },
                _ => null, null),
            Host.Composition.Workers.Names, logToConsole: false);
        await app.StartAsync();
        var port = new Uri(app.Urls.Single()).Port;
        await Eventually.Until(() => HealthAsync(port, certificates.Server), health => health.ExitCode == 0, "it becomes ready");

        var other = await HealthAsync(port, new Certificates(Directory.CreateDirectory(folder.File("other")).FullName).Server);

        Assert.That(other.ExitCode, Is.EqualTo(1));
        await app.StopAsync();
    }

    [Test]
    public async Task Where_nobody_answers_it_says_so()
    {
        var (exitCode, error) = await HealthAsync(1, "");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("pipeline: http://127.0.0.1:1/health/ready does not answer"));
    }

    [Test]
    public void A_certificate_that_is_not_there_is_a_setting_that_is_wrong() =>
        Assert.That(() => HealthAsync(1, "nowhere.pem"), Throws.TypeOf<OptionException>().With.Message.Contains("--http-certificate: nowhere.pem"));

    // At every address of the machine it listens at its loopback too.
    private static async Task<(int ExitCode, string Error)> HealthAsync(int port, string certificate)
    {
        var error = new StringWriter();
        var exitCode = await HealthCommand.Create().Parse(["--http", $"0.0.0.0:{port}", "--http-certificate", certificate])
            .InvokeAsync(new() { Output = TextWriter.Null, Error = error, EnableDefaultExceptionHandler = false });
        return (exitCode, error.ToString());
    }
}
