using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Pipeline.Bus.Topology;

/// <summary>
/// How a connection to the broker is encrypted, where its address begins with <c>amqps</c>, and a call of its management interface, where that one's begins with <c>https</c>: TLS 1.2 or
/// later, the name checked, by the same authorities and with the same certificate of ours.
/// </summary>
public static class BrokerTls
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Sets a connection's nodes, user and encryption. Each node is checked against its own name.</summary>
    /// <param name="factory">Makes the connection.</param>
    /// <param name="options">Where the broker is.</param>
    /// <param name="known">What is known of its nodes; nothing without it.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    /// <exception cref="FormatException">The address is not understood.</exception>
    public static ConnectionFactory WithBroker(this ConnectionFactory factory, BusOptions options, BrokerNodes? known = null)
    {
        var address = BrokerAddress.Parse(options.Broker);
        (factory.UserName, factory.Password, factory.VirtualHost) = (address.User, address.Password, address.VirtualHost);
        var nodes = address.Nodes.Select(node => new AmqpTcpEndpoint(node.Host, node.Port, address.IsTls ? Tls(options, node.Host) : new SslOption())).ToList();
        factory.EndpointResolverFactory = _ => new BrokerNodesResolver(known ?? new BrokerNodes(), nodes);
        return factory;
    }

    /// <summary>Reads the certificates that are named, so that one that can't be read is known before anybody connects.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    /// <exception cref="IOException">Nor can its file.</exception>
    /// <exception cref="UnauthorizedAccessException">Its file is another user's.</exception>
    public static void ReadCertificates(BusOptions options)
    {
        Check(options);
        Own(options)?.Dispose();
    }

    /// <summary>What calls an address of the management interface.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    public static SocketsHttpHandler CallerOf(Uri management, BusOptions options)
    {
        var caller = new SocketsHttpHandler();
        if (management.Scheme == Uri.UriSchemeHttps)
        {
            caller.SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = Protocols,
                ClientCertificates = Own(options) is { } own ? [own] : null,
                RemoteCertificateValidationCallback = Check(options),
            };
        }

        return caller;
    }

    private static SslOption Tls(BusOptions options, string host) => new(host, enabled: true)
    {
        Version = Protocols,
        Certs = Own(options) is { } own ? [own] : null,
        CertificateValidationCallback = Check(options),
    };

    private static X509Certificate2? Own(BusOptions options) => options.BrokerCertificate.Length == 0 ? null
        : X509Certificate2.CreateFromPemFile(options.BrokerCertificate, options.BrokerCertificateKey.Length == 0 ? null : options.BrokerCertificateKey);

    private static RemoteCertificateValidationCallback Check(BusOptions options)
    {
        if (options.BrokerCa.Length == 0)
        {
            return (_, _, _, errors) => errors == SslPolicyErrors.None;
        }

        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(options.BrokerCa);
        return (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, roots);
    }

    // The system's opinion of the chain does not count, only that of the name.
    private static bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection roots)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(presented);
    }
}
