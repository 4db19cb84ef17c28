using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Access;

public sealed class HttpsTests
{
    private TempFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TempFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [Test]
    public async Task The_API_is_served_over_TLS_with_the_certificate_of_the_settings()
    {
        var certificates = new Certificates(folder.Path);
        await using var app = Build([.. Strategy.Settings(folder), ("--http-certificate", certificates.Server), ("--http-certificate-key", certificates.Key)]);
        await app.StartAsync();
        var address = new Uri(app.Urls.Single());
        using var trusting = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(certificates.Authority) },
                },
            },
        });

        Assert.That(address.Scheme, Is.EqualTo("https"));
        Assert.That(await trusting.GetStringAsync(new Uri(address, "/health/live")), Does.Contain("live"));
        using var other = new HttpClient();
        Assert.That(() => other.GetAsync(new Uri(address, "/health/live")), Throws.InstanceOf<HttpRequestException>(), "who does not know the authority does not trust it");
        Assert.That(() => HandshakeAsync(address.Port, SslProtocols.Tls12), Throws.Nothing);
#pragma warning disable SYSLIB0039, CA5397 // What is old must be refused.
        Assert.That(() => HandshakeAsync(address.Port, SslProtocols.Tls11), Throws.InstanceOf<Exception>());
#pragma warning restore SYSLIB0039, CA5397
        await app.StopAsync();
    }

    [Test]
    public void A_certificate_that_is_not_there_stops_the_start() => Assert.That(
        () => Build(("--data", folder.File("data")), ("--http-certificate", "nowhere.pem")), Throws.TypeOf<OptionException>().With.Message.Contains("--http-certificate: nowhere.pem"));

    [Test]
    public void A_key_without_its_certificate_stops_the_start_instead_of_serving_in_clear() => Assert.That(
        () => Build(("--data", folder.File("data")), ("--http-certificate-key", new Certificates(folder.Path).Key)), Throws.TypeOf<OptionException>().With.Message.StartsWith("--http-certificate-key: "));

    private static async Task HandshakeAsync(int port, SslProtocols protocols)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
#pragma warning disable CA5359 // Only the protocol is looked at.
        await using var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocols });
    }

    private static Microsoft.AspNetCore.Builder.WebApplication Build(params (string Flag, string Value)[] settings)
    {
        var flags = new Dictionary<string, string> { ["--http"] = "127.0.0.1:0", ["--clock"] = "2026-03-02T10:00:00-05:00" };
        foreach (var (flag, value) in settings)
        {
            flags[flag] = value;
        }

        return PipelineProcess.Build(OptionSet.Read(flags, _ => null, null), Host.Composition.Workers.Names, logToConsole: false);
    }
}
