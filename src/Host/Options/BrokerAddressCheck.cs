using Pipeline.Bus;
using Pipeline.Bus.Topology;

namespace Pipeline.Host.Options;

/// <summary>Looks at the broker's address before anything starts. It is no attribute of the setting, since those repeat what was given, and this may hold a password.</summary>
internal static class BrokerAddressCheck
{
    /// <exception cref="OptionException">The address is not understood.</exception>
    public static void Check(BusOptions options)
    {
        try
        {
            BrokerAddress.Parse(options.Broker);
        }
        catch (FormatException e)
        {
            throw new OptionException($"--broker: {e.Message}");
        }
    }
}
