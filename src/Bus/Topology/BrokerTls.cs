using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Pipeline.Bus.Topology;

/// <summary>How a connection to the broker is encrypted, where its address begins with <c>amqps</c>: TLS 1.2 or later, the broker's name checked.</summary>
public static class BrokerTls
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    public static void UseBrokerTls(this MassTransit.IRabbitMqHostConfigurator host, BusOptions options)
    {
        if (IsUsed(options))
        {
            var (check, own) = (Check(options), Own(options));
            host.UseSsl(tls =>
            {
                tls.Protocol = Protocols;
                tls.ServerName = new Uri(options.Broker).Host;
                tls.Certificate = own;
                tls.UseCertificateAsAuthenticationIdentity = false;
                tls.CertificateValidationCallback = check;
            });
        }
    }

    /// <summary>The address and the encryption of a connection that is not MassTransit's.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    public static ConnectionFactory WithBroker(this ConnectionFactory factory, BusOptions options)
    {
        factory.Uri = new Uri(options.Broker);
        if (IsUsed(options))
        {
            factory.Ssl = new SslOption(new Uri(options.Broker).Host, enabled: true)
            {
                Version = Protocols,
                Certs = Own(options) is { } own ? [own] : null,
                CertificateValidationCallback = Check(options),
            };
        }

        return factory;
    }

    private static bool IsUsed(BusOptions options) => new Uri(options.Broker).Scheme == "amqps";

    private static X509Certificate2? Own(BusOptions options) => options.BrokerCertificate.Length == 0 ? null : X509Certificate2.CreateFromPemFile(options.BrokerCertificate, options.BrokerCertificateKey);

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
