using System.CommandLine;
using System.Security.Cryptography;
using Pipeline.Host.Options;
using Pipeline.Store.Audit;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline audit key</c>: makes the key that the audit chain's head is signed with.</summary>
internal static class AuditKeyCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where the private key goes (PEM, readable by its owner alone); the public one goes to FILE.pub." };
        var command = new Command(
            "key",
            "Makes a key pair (ECDSA over P-256) for signing the audit chain's head. Give the private key to --audit-key-file, and keep the public one where the exported heads are checked. A file that is there is never written over.")
        {
            file,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file).FullName;
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Write(path, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Write(path + ".pub", key.ExportSubjectPublicKeyInfoPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            parsed.InvocationConfiguration.Output.WriteLine($"key {AuditHead.KeyId(key)}: private in {path}, public in {path}.pub");
            return 0;
        });
        return command;
    }

    private static void Write(string path, string pem, UnixFileMode mode)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = mode;
            }

            using var stream = new StreamWriter(path, options);
            stream.WriteLine(pem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"audit key: {path} can't be written: {e.Message}", e);
        }
    }
}
