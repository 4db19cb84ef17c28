using Pipeline.Bus.Topology;
using Pipeline.Host.Options;

namespace Pipeline.Host.Commands;

/// <summary>The passwords of the broker's users, from a folder with a file for each, as <c>pipeline setup --definitions</c> takes them.</summary>
internal static class UserPasswords
{
    /// <summary>Reads them all, and says which users have none.</summary>
    /// <param name="folder">The folder; null where nobody is to have a password.</param>
    /// <param name="error">Told of each user without a file.</param>
    /// <exception cref="OptionException">
    /// There is no such folder, nobody's file is in it, or one can't be read. Definitions without any password, once imported, would lock every worker out.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Read(DirectoryInfo? folder, TextWriter error)
    {
        if (folder is null)
        {
            return new Dictionary<string, string>();
        }

        if (!folder.Exists)
        {
            throw new OptionException($"--passwords: there is no folder {folder.FullName}");
        }

        var passwords = BrokerUsers.All.Select(user => (user.Name, Password: Of(user.Name, folder))).ToList();
        if (passwords.TrueForAll(user => user.Password is null))
        {
            throw new OptionException(
                $"--passwords: {folder.FullName} holds a password for none of {string.Join(", ", passwords.Select(user => user.Name))}; each has a file of that name with its password in it");
        }

        foreach (var (user, _) in passwords.Where(user => user.Password is null))
        {
            error.WriteLine($"pipeline: {user} can't log in: there is no password in {Path.Combine(folder.FullName, user)}");
        }

        return passwords.Where(user => user.Password is not null).ToDictionary(user => user.Name, user => user.Password!);
    }

    // Nobody logs in with an empty password, so an empty file is none.
    private static string? Of(string user, DirectoryInfo folder)
    {
        var file = Path.Combine(folder.FullName, user);
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n') is { Length: > 0 } password ? password : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--passwords: {file} can't be read: {e.Message}", e);
        }
    }
}
