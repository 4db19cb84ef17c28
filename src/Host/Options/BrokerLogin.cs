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

    /// <exception cref="OptionException">The address is not understood, or the password or a certificate can't be read.</exception>
    public static void Complete(BusOptions options)
    {
        try
        {
            BrokerAddress.Parse(options.Broker);
        }
        catch (FormatException e)
        {
            throw new OptionException($"--broker: {e.Message}");
        }

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
}
