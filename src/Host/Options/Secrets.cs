namespace Pipeline.Host.Options;

/// <summary>
/// Reads a secret from where it is kept: a file that a setting names, an environment variable, or a credential of systemd (a file in
/// the folder that <c>CREDENTIALS_DIRECTORY</c> names). A secret is never shown, in no message and no log.
/// </summary>
internal static class Secrets
{
    private const string CredentialsFolder = "CREDENTIALS_DIRECTORY";

    /// <param name="flag">The setting that names a file.</param>
    /// <param name="file">The file; empty when none is named.</param>
    /// <param name="variable">The environment variable.</param>
    /// <param name="credential">The credential's name.</param>
    /// <returns>The secret and where it is from; null when it is nowhere.</returns>
    /// <exception cref="OptionException">A file can't be read, or is empty.</exception>
    public static (string Text, string Source)? Find(string flag, string file, string variable, string credential)
    {
        if (file.Length > 0)
        {
            return (Read(file, flag), $"{flag} {file}");
        }

        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text)
        {
            return (text.Trim(), variable);
        }

        return Environment.GetEnvironmentVariable(CredentialsFolder) is { Length: > 0 } folder && Path.Combine(folder, credential) is var path && File.Exists(path)
            ? (Read(path, CredentialsFolder), path)
            : null;
    }

    private static string Read(string path, string source)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : throw new OptionException($"{source}: {path} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"{source}: {path} can't be read: {e.Message}", e);
        }
    }
}
