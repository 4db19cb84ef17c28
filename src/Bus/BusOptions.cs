using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Bus;

/// <summary>How messages travel.</summary>
public sealed class BusOptions
{
    /// <summary><c>memory</c> keeps queues in the process, which the store makes safe; <c>rabbitmq</c> needs <see cref="Broker"/>.</summary>
    [Description("Transport: memory (one process) or rabbitmq (several).")]
    [AllowedValues("memory", "rabbitmq")]
    public string Transport { get; set; } = "memory";

    /// <summary>Address of RabbitMQ, <c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c> for TLS; the nodes of a cluster follow each other, <c>host:port,host:port</c>. Used with the rabbitmq transport alone.</summary>
    [Description("Address of RabbitMQ, amqp://user:password@host:port/vhost, or amqps:// for TLS; a cluster's nodes follow each other, host:port,host:port. For the rabbitmq transport.")]
    public string Broker { get; set; } = "amqp://guest:guest@127.0.0.1:5672/";

    /// <summary>File with the password of the user that <see cref="Broker"/> names without one. Empty: PIPELINE_BROKER_PASSWORD, else the systemd credential pipeline-broker-password.</summary>
    [Description("File with the password of the user that --broker names without one; empty takes PIPELINE_BROKER_PASSWORD, else the systemd credential pipeline-broker-password.")]
    public string BrokerPasswordFile { get; set; } = "";

    /// <summary>Address of the broker's management interface, <c>http://host:port</c>, or <c>https</c> for TLS: <c>pipeline setup</c> sets policies there, and plans. The user is the broker's. Empty: policies are left as they are.</summary>
    [Description("Address of the broker's management interface, http://host:port, or https:// for TLS, for pipeline setup; its user is the broker's.")]
    [RegularExpression(@"(https?://[^\s?#]+)?")]
    public string BrokerManagement { get; set; } = "";

    /// <summary>PEM file with the authorities that may have issued the broker's certificate, for an <c>amqps</c> address and an <c>https</c> one of its management interface; empty trusts the system's.</summary>
    [Description("PEM file with the authorities that may have issued the broker's certificate, for an amqps address and an https one of its management interface; empty trusts the system's.")]
    public string BrokerCa { get; set; } = "";

    /// <summary>PEM file with our certificate, where the broker asks for one. Empty: none.</summary>
    [Description("PEM file with the certificate to show to the broker; empty shows none.")]
    public string BrokerCertificate { get; set; } = "";

    /// <summary>PEM file with the key of <see cref="BrokerCertificate"/>.</summary>
    [Description("PEM file with the key of the certificate that is shown to the broker.")]
    public string BrokerCertificateKey { get; set; } = "";

    /// <summary>Longest wait for the broker to confirm a message. Past it the message stays unsent in the store, and the sweep tries again. Default 3 s.</summary>
    [Description("Longest wait for the broker to confirm a message; past it the sweep tries again.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether a stage that this process hosts decides in the turn of the one that calls it, or is called at once, and by way of the broker only where it is busy or can't take it now. False has every call go by way
    /// of the broker. In memory every call goes by its queue. Default true.
    /// </summary>
    [Description("Whether a worker of the same process decides with the one that calls it, or is called at once, or, with false, by way of the broker as all others are; over RabbitMQ.")]
    public bool HandOver { get; set; } = true;

    /// <summary>How often the sweep looks for unsent follow-ups. Default 1 s.</summary>
    [Description("How often the sweep looks for messages that were recorded but not sent.")]
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two tries to send one follow-up. Default 10 s.</summary>
    [Description("Longest pause between two tries to send one message.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SweepMaxBackoff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a message may be delivered before the broker moves it to the error queue by itself. Default 20.</summary>
    [Description("Deliveries of one message before the broker moves it to the error queue.")]
    [Range(3, 1000)]
    public int DeliveryLimit { get; set; } = 20;

    /// <summary>
    /// How long a queue of this process may be without a consumer, or give it nothing though messages wait, while the broker answers, before its endpoint is started
    /// again. Default 3 s.
    /// </summary>
    [Description("How long a queue may be without a consumer, while the broker answers, before its endpoint is started again.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ConsumerMissingLimit { get; set; } = TimeSpan.FromSeconds(3);

    public bool IsRabbitMq => Transport == "rabbitmq";
}
