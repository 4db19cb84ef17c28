using NUnit.Framework;
using Pipeline.Bus;
using Pipeline.Bus.Topology;
using Pipeline.Host.Options;
using Pipeline.Workers.Tests.Access;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>The broker's password, kept apart from its address.</summary>
public sealed class BrokerLoginTests
{
    private TempFolder folder = null!;

    [SetUp]
    public void Open() => folder = new TempFolder();

    [TearDown]
    public void Close() => folder.Dispose();

    [TestCase("amqp://pipeline-session@mq1:5671,mq2/pipeline", "p@ss/w:rd,1", Description = "the user of the address gets it, whatever is in it")]
    [TestCase("amqp://pipeline-session:told@mq1:5671,mq2/pipeline", "told", Description = "an address with a password keeps it")]
    public void A_user_without_a_password_has_that_of_the_file(string address, string expected)
    {
        File.WriteAllText(folder.File("password"), "p@ss/w:rd,1\n");
        var options = new BusOptions { Broker = address, BrokerPasswordFile = folder.File("password") };

        BrokerLogin.Complete(options);

        var told = BrokerAddress.Parse(options.Broker);
        Assert.That((told.User, told.Password, told.VirtualHost), Is.EqualTo(("pipeline-session", expected, "pipeline")));
        Assert.That(told.Nodes, Is.EqualTo(new[] { ("mq1", 5671), ("mq2", 5672) }));
    }

    [Test]
    public void An_address_without_a_user_stays_as_it_is() => Assert.That(BrokerAddress.WithPassword("amqp://localhost/", "secret"), Is.EqualTo("amqp://localhost/"));

    [Test]
    public void A_certificate_that_can_t_be_read_is_named()
    {
        var certificates = new Certificates(folder.Path);
        var options = new BusOptions { Broker = "amqps://mq1/pipeline", BrokerCa = certificates.Authority, BrokerCertificate = certificates.Server, BrokerCertificateKey = certificates.Key };
        Assert.That(() => BrokerLogin.Complete(options), Throws.Nothing);

        File.Delete(certificates.Key);
        Assert.That(() => BrokerLogin.Complete(options), Throws.TypeOf<OptionException>().With.Message.Contains(certificates.Key));

        options.BrokerCa = folder.File("nowhere");
        Assert.That(() => BrokerLogin.Complete(options), Throws.TypeOf<OptionException>().With.Message.Contains("--broker-ca").And.Message.Contains(options.BrokerCa));
    }

    [TestCase("amqps://mq1/pipeline", "", false, true)]
    [TestCase("amqp://mq1/pipeline", "https://mq1:15671", true, true, Description = "setup calls the management interface by it")]
    [TestCase("amqp://mq1/pipeline", "https://mq1:15671", false, false, Description = "a worker does not")]
    [TestCase("amqp://mq1/pipeline", "http://mq1:15672", true, false)]
    [TestCase("amqp://mq1/pipeline", "", false, false)]
    public void A_certificate_that_would_not_be_used_stops_the_start(string broker, string management, bool usesManagement, bool isUsed)
    {
        var certificates = new Certificates(folder.Path);
        BusOptions[] named =
        [
            new() { Transport = "rabbitmq", Broker = broker, BrokerManagement = management, BrokerCa = certificates.Authority },
            new() { Transport = "rabbitmq", Broker = broker, BrokerManagement = management, BrokerCertificate = certificates.Server, BrokerCertificateKey = certificates.Key },
        ];

        foreach (var options in named)
        {
            Assert.That(
                () => BrokerLogin.Complete(options, usesManagement), isUsed ? Throws.Nothing : Throws.TypeOf<OptionException>().With.Message.Contains("--broker-ca, --broker-certificate: nothing that goes to the broker at amqp://mq1:5672/pipeline is encrypted"));
        }
    }

    [Test]
    public void A_certificate_stops_nobody_who_calls_no_broker() => Assert.That(
        () => BrokerLogin.Complete(new BusOptions { Transport = "memory", BrokerCa = new Certificates(folder.Path).Authority }), Throws.Nothing);

    [Test]
    public void A_key_without_its_certificate_stops_the_start()
    {
        var options = new BusOptions { Broker = "amqps://mq1/pipeline", BrokerCertificateKey = new Certificates(folder.Path).Key };

        Assert.That(() => BrokerLogin.Complete(options), Throws.TypeOf<OptionException>().With.Message.StartsWith("--broker-certificate-key: "));
    }

    [Test]
    public void A_file_that_is_not_there_is_named() => Assert.That(
        () => BrokerLogin.Complete(new BusOptions { BrokerPasswordFile = "nowhere" }), Throws.TypeOf<OptionException>().With.Message.Contains("--broker-password-file: nowhere"));
}
