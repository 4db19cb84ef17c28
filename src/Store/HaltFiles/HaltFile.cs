using System.Text;
using Pipeline.Trading.Halts;

namespace Pipeline.Store.HaltFiles;

/// <summary>The halt file on a disk. While there is none a look costs one question to the file system.</summary>
/// <param name="path">Where it is.</param>
/// <param name="venue">The only venue that orders go to.</param>
/// <param name="clock">The time.</param>
public sealed class HaltFile(string path, string venue, TimeProvider clock) : IHaltFile
{
    /// <summary>Its name in the data folder, where no setting says otherwise.</summary>
    public const string DefaultName = "HALT";

    // What .NET gives as the attributes of what is not there; anything but "not there" is an exception.
    private const FileAttributes Absent = (FileAttributes)(-1);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public IReadOnlyList<Halt> Look()
    {
        try
        {
            // A link that leads nowhere and a folder of that name are there, and can't be read.
            return new FileInfo(path).Attributes == Absent ? [] : HaltFileText.Parse(Read(), venue, clock.GetUtcNow());
        }
        catch (FileNotFoundException) when (new FileInfo(path).Attributes == Absent)
        {
            // Taken away between the two looks.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return HaltFileText.All($"the halt file can't be read: {e.GetType().Name}", clock.GetUtcNow());
        }
    }

    // One character more than may be there is enough to see that there is too much.
    private string Read()
    {
        using var reader = new StreamReader(path, Strict);
        var buffer = new char[HaltFileText.Longest + 1];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }
}
