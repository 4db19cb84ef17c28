using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Stands between a store and its server, and breaks the connection at a commit when it is told to.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private static readonly byte[] Commit = Encoding.ASCII.GetBytes("COMMIT\0");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int serverPort;
    private Cut next;

    public CuttingProxy(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where the next commit is cut.</summary>
    public enum Cut
    {
        Never,

        /// <summary>The server never hears of it.</summary>
        Before,

        /// <summary>The server has committed, and its answer is lost.</summary>
        After,
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many commits were cut.</summary>
    public int Cuts { get; private set; }

    public void CutNext(Cut cut) => next = cut;

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, serverPort);
            await Task.WhenAny(ToServerAsync(client.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
    }

    private async Task ToServerAsync(NetworkStream client, NetworkStream server)
    {
        var buffer = new byte[65536];
        while (await client.ReadAsync(buffer) is > 0 and var read)
        {
            var cut = buffer.AsSpan(0, read).IndexOf(Commit) >= 0 ? next : Cut.Never;
            if (cut != Cut.Never)
            {
                (next, Cuts) = (Cut.Never, Cuts + 1);
            }

            if (cut == Cut.Before)
            {
                return;
            }

            await server.WriteAsync(buffer.AsMemory(0, read));
            if (cut == Cut.After)
            {
                // The answer is read here and told to nobody.
                client.Close();
                _ = await server.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false);
                return;
            }
        }
    }
}
