using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Simulation;

/// <summary>Everything that happened in a run, a line each. Two runs are the same exactly when their traces are.</summary>
internal sealed class Trace(DateTimeOffset start, TextWriter? writer) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder line = new();
    private byte[] bytes = new byte[1024];

    /// <summary>SHA-256 over all lines so far, in hex.</summary>
    public string Hash => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Adds a line, with its time in seconds from the start.</summary>
    public void Add(DateTimeOffset at, string who, string what)
    {
        line.Clear().Append(CultureInfo.InvariantCulture, $"+{(at - start).Ticks / (decimal)TimeSpan.TicksPerSecond:0.000000}s {who} {what}").Append('\n');
        var text = line.ToString();
        if (bytes.Length < text.Length * 3)
        {
            bytes = new byte[text.Length * 3];
        }

        hash.AppendData(bytes, 0, Encoding.UTF8.GetBytes(text, bytes));
        writer?.Write(text);
    }

    public void Dispose() => hash.Dispose();
}
