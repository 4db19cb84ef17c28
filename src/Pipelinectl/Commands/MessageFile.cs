using System.Text;

namespace Pipeline.Pipelinectl.Commands;

/// <summary>The file that a message is given by. What is sent is what stands there: no byte becomes another character by the way.</summary>
internal static class MessageFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="CtlException">It can't be read, or is no text in UTF-8.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Utf8.GetString(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new CtlException(ExitCode.Usage, $"--file: {path} has bytes that are no UTF-8, the first at {e.Index}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CtlException(ExitCode.Usage, $"--file: {path} can't be read: {e.Message}", e);
        }
    }
}
