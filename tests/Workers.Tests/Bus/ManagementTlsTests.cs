using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Workers.Tests.Access;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>The broker's management interface over TLS, played by a server that lets nobody in without a certificate.</summary>
public sealed class ManagementTlsTests
{
    private readonly ConcurrentQueue<string> callers = new();
    private TempFolder folder = null!;
    private Certificates certificates = null!;
    private WebApplication management = null!;

    [SetUp]
    public async Task Start()
    {
        callers.Clear();
        folder = new TempFolder();
        certificates = new Certificates(folder.Path);
        using var server = X509Certificate2.CreateFromPemFile(certificates.Server, certificates.Key);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null);
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.AllowAnyClientCertificate();
        })));
        management = builder.Build();
        management.Run(context =>
        {
            callers.Enqueue($"{context.Request.Method} {context.Request.Path} {context.Connection.ClientCertificate!.Thumbprint}");
            return Task.CompletedTask;
        });
        await management.StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await management.DisposeAsync();
        folder.Dispose();
    }

    [Test]
    public async Task It_is_trusted_by_the_brokers_authority_and_shown_the_same_certificate()
    {
        await SetPolicyAsync(certificates.Authority, certificates);

        using var shown = X509CertificateLoader.LoadCertificateFromFile(certificates.Server);
        Assert.That(callers, Is.EqualTo(new[] { $"PUT /api/policies/pipeline/a-policy {shown.Thumbprint}" }));
    }

    [Test]
    public void One_of_another_authority_is_told_nothing()
    {
        var others = new Certificates(Directory.CreateDirectory(folder.File("others")).FullName);

        Assert.That(() => SetPolicyAsync(others.Authority, certificates), NotTrusted);
        Assert.That(callers, Is.Empty);
    }

    [Test]
    public void Where_no_authority_is_named_the_systems_count()
    {
        Assert.That(() => SetPolicyAsync("", certificates), NotTrusted);
        Assert.That(callers, Is.Empty);
    }

    [Test]
    public void Whoever_has_no_certificate_to_show_is_not_let_in()
    {
        Assert.That(() => SetPolicyAsync(certificates.Authority, own: null), Throws.InstanceOf<HttpRequestException>());
        Assert.That(callers, Is.Empty);
    }

    private static NUnit.Framework.Constraints.Constraint NotTrusted => Throws.InstanceOf<HttpRequestException>().With.InnerException.InstanceOf<AuthenticationException>();

    private async Task SetPolicyAsync(string authority, Certificates? own)
    {
        using var caller = new ManagementInterface(new BusOptions
        {
            Broker = "amqps://pipeline-setup:secret@localhost:5671/pipeline", BrokerManagement = management.Urls.Single(),
            BrokerCa = authority, BrokerCertificate = own?.Server ?? "", BrokerCertificateKey = own?.Key ?? "",
        });
        await caller.SetAsync(new QueuePolicy("a-policy", ".*", new Dictionary<string, object>()), CancellationToken.None);
    }
}
