using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pipeline.Host.Options;

namespace Pipeline.Host.Http;

/// <summary>The HTTP API over TLS, where a certificate is configured.</summary>
internal static class HttpsCertificate
{
    /// <exception cref="OptionException">The certificate or its key can't be read, or there is a key alone.</exception>
    public static Action<ListenOptions> Of(ProcessOptions options)
    {
        if (options.HttpCertificate.Length == 0)
        {
            if (options.HttpCertificateKey.Length > 0)
            {
                throw new OptionException("--http-certificate-key: the certificate that it is of is not named, so nothing would be encrypted; give --http-certificate too");
            }

            return _ => { };
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(options.HttpCertificate, options.HttpCertificateKey.Length > 0 ? options.HttpCertificateKey : options.HttpCertificate);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(options.HttpCertificate);
            return listen => listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ServerCertificateChain = chain;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            });
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--http-certificate: {options.HttpCertificate} with the key of --http-certificate-key can't be read: {e.Message}");
        }
    }
}
