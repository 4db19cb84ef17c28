using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;
using Pipeline.Faults;
using Pipeline.Workers.Tests.Access;

namespace Pipeline.Broker.Tests;

/// <summary>A cluster whose nodes talk to each other over TLS.</summary>
public sealed class ClusterTlsTests
{
    private DirectoryInfo folder = null!;
    private Certificates certificates = null!;
    private RabbitMqCluster cluster = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        folder = Directory.CreateTempSubdirectory("pipeline-cluster-tls-");
        certificates = new Certificates(folder.FullName);
        cluster = new RabbitMqCluster(folder.FullName);
        await cluster.StartAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await cluster.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_node_that_was_killed_is_one_of_three_again()
    {
        await cluster.ActAsync("kill", 2);
        Assert.That(await RunningAsync(), Is.EqualTo(2));

        await cluster.ActAsync("start", 2);
        Assert.That(await RunningAsync(), Is.EqualTo(3));
    }

    [Test]
    public async Task Whoever_shows_the_certificate_is_let_in_to_a_node()
    {
        using var certificate = X509Certificate2.CreateFromPemFile(certificates.Server, certificates.Key);
        Assert.That(await ShakeHandsAsync([certificate]), Is.True);
    }

    [Test]
    public void Whoever_shows_none_is_not() => Assert.That(() => ShakeHandsAsync([]), Throws.InstanceOf<AuthenticationException>().Or.InstanceOf<IOException>());

    [Test]
    public void Nor_is_whoever_shows_one_of_another_authority()
    {
        var others = new Certificates(folder.CreateSubdirectory("others").FullName);
        using var certificate = X509Certificate2.CreateFromPemFile(others.Server, others.Key);
        Assert.That(() => ShakeHandsAsync([certificate]), Throws.InstanceOf<AuthenticationException>().Or.InstanceOf<IOException>());
    }

    private async Task<int> RunningAsync() =>
        int.Parse(await cluster.RunCtlAsync(1, "eval", "length(rabbit_nodes:all_running())."), NumberStyles.Integer, CultureInfo.InvariantCulture);

    // With TLS 1.2, whose handshake is over only when the server has seen the client's certificate.
    private async Task<bool> ShakeHandsAsync(X509Certificate2Collection shown)
    {
        var port = await cluster.RunCtlAsync(1, "eval", "{port, Port, _} = erl_epmd:port_please(\"pipeline1\", \"localhost\"), Port.");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        using var authority = X509CertificateLoader.LoadCertificateFromFile(certificates.Authority);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = shown,
            EnabledSslProtocols = SslProtocols.Tls12,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
        });
        return stream.IsMutuallyAuthenticated;
    }
}
