namespace Pipeline.Host.Options;

/// <summary>
/// Reads a secret from where it is kept: a file that a setting names, an environment variable, or a credential of systemd (a file in
/// the folder that <c>CREDENTIALS_DIRECTORY</c> names) with the variable's name in small letters and dashes. A secret is never shown, in
/// no message and no log.
/// </summary>
internal static class Secrets
{
    private const string CredentialsFolder = "CREDENTIALS_DIRECTORY";

    /// <param name="flag">The setting that names a file.</param>
    /// <param name="file">The file; empty when none is named.</param>
    /// <param name="variable">The environment variable.</param>
    /// <param name="mayOthersRead">Whether the file may be readable by others than its owner. What systemd hands over is guarded by itself.</param>
    /// <returns>The secret and where it is from; null when it is nowhere. A credential that is empty is none: systemd starts no unit of which one is missing.</returns>
    /// <exception cref="OptionException">A file can't be read, is empty, or is open to others.</exception>
    public static (string Text, string Source)? Find(string flag, string file, string variable, bool mayOthersRead = true)
    {
        if (file.Length > 0)
        {
            return mayOthersRead || !IsOpenToOthers(file)
                ? (Read(file, flag), $"{flag} {file}")
                : throw new OptionException($"{flag}: {file} can be read by others: chmod 600 {file}");
        }

        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text)
        {
            return (text.Trim(), variable);
        }

        return Environment.GetEnvironmentVariable(CredentialsFolder) is { Length: > 0 } folder && Path.Combine(folder, CredentialOf(variable)) is var path && new FileInfo(path) is { Exists: true, Length: > 0 }
            ? (Read(path, CredentialsFolder), path)
            : null;
    }

    /// <summary>The credential that holds what the variable may hold: <c>pipeline-audit-key</c> of <c>PIPELINE_AUDIT_KEY</c>.</summary>
    public static string CredentialOf(string variable) => variable.ToLowerInvariant().Replace('_', '-');

    private static bool IsOpenToOthers(string file) => !OperatingSystem.IsWindows() && File.Exists(file)
        && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;

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
