using System.Net;
using System.Net.Sockets;

namespace Pipeline.Faults;

/// <summary>
/// A loopback port that stays free while nobody listens on it: outside the range that the system gives to outgoing
/// connections, so that a killed process finds its own again.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Count = 8_000;

    // Two runs at the same time begin at different places.
    private static int next = Environment.ProcessId * 16;

    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref next) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one may be free.
            }
        }
    }
}
