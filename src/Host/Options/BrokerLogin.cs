using System.Security.Cryptography;
using Pipeline.Bus;
using Pipeline.Bus.Topology;

namespace Pipeline.Host.Options;

/// <summary>
/// Looks at the broker's address and the certificates for it before anything starts, and puts the password in where it is kept apart. It is no attribute of the setting, since those repeat what was given, and
/// this may hold a password.
/// </summary>
internal static class BrokerLogin
{
    private const string Variable = "PIPELINE_BROKER_PASSWORD";

    /// <param name="options">The broker's settings.</param>
    /// <param name="usesManagement">Whether the management interface is called by them too.</param>
    /// <exception cref="OptionException">The address is not understood, a certificate is named that would not be used, or it or the password can't be read.</exception>
    public static void Complete(BusOptions options, bool usesManagement = false)
    {
        CheckUse(options, AddressOf(options), usesManagement);
        try
        {
            BrokerTls.ReadCertificates(options);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--broker-ca, --broker-certificate: {e.Message}");
        }

        if (Secrets.Find("--broker-password-file", options.BrokerPasswordFile, Variable) is { } password)
        {
            options.Broker = BrokerAddress.WithPassword(options.Broker, password.Text);
        }
    }

    private static BrokerAddress AddressOf(BusOptions options)
    {
        try
        {
            return BrokerAddress.Parse(options.Broker);
        }
        catch (FormatException e)
        {
            throw new OptionException($"--broker: {e.Message}");
        }
    }

    // Who names a certificate believes that what is said is encrypted.
    private static void CheckUse(BusOptions options, BrokerAddress address, bool usesManagement)
    {
        if (options.BrokerCertificateKey.Length > 0 && options.BrokerCertificate.Length == 0)
        {
            throw new OptionException("--broker-certificate-key: the certificate that it is of is not named; give --broker-certificate too");
        }

        var isUsed = address.IsTls || (usesManagement && options.BrokerManagement.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
        if (options.IsRabbitMq && options.BrokerCa.Length + options.BrokerCertificate.Length > 0 && !isUsed)
        {
            throw new OptionException(
                $"--broker-ca, --broker-certificate: nothing that goes to the broker at {address} is encrypted, the password neither; begin --broker with amqps://");
        }
    }
}
