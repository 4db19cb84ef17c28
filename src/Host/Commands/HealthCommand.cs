using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Host.Composition;
using Pipeline.Host.Options;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline health</c>: asks the process that has the same settings whether it is ready, for whoever watches over it where there is nothing else to ask with.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var command = new Command(
            "health", "Asks the process that serves at --http on this machine whether everything it needs is there (/health/ready). Exit code 0: it is ready; 1: it is not, or does not answer, and why is printed.");
        var settings = new SettingOptions(command, setting => setting.Flag is "--http" or "--http-certificate");
        command.SetAction(async (result, cancellationToken) =>
        {
            var (isReady, said) = await AskAsync(settings.Read(result).Get<ProcessOptions>(), cancellationToken).ConfigureAwait(false);
            await (isReady ? result.InvocationConfiguration.Output : result.InvocationConfiguration.Error).WriteLineAsync(said).ConfigureAwait(false);
            return isReady ? 0 : 1;
        });
        return command;
    }

    private static async Task<(bool IsReady, string Said)> AskAsync(ProcessOptions options, CancellationToken cancellationToken)
    {
        var (address, certificate) = (AddressOf(options), CertificateOf(options));

        // Whom it is issued for and by does not matter: it is the very certificate that the process was given.
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(certificate) },
        }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? (true, "ready") : (false, await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (false, $"pipeline: {address} does not answer: {e.Message}");
        }
    }

    // Who listens at every address of the machine listens at its loopback too.
    private static Uri AddressOf(ProcessOptions options)
    {
        var endpoint = PipelineProcess.EndpointOf(options.Http);
        var host = endpoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endpoint.Address;
        return new Uri($"{(options.HttpCertificate.Length > 0 ? "https" : "http")}://{new IPEndPoint(host, endpoint.Port)}/health/ready");
    }

    private static byte[] CertificateOf(ProcessOptions options)
    {
        if (options.HttpCertificate.Length == 0)
        {
            return [];
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(options.HttpCertificate));
            return certificate.RawData;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--http-certificate: {options.HttpCertificate} can't be read: {e.Message}", e);
        }
    }
}
