using System.Security.Cryptography;

namespace Pipeline.Host.Options;

/// <summary>Reads the keys of the audit chain's head.</summary>
internal static class AuditKeys
{
    /// <summary>The environment variable that may have the private key (PEM).</summary>
    public const string Variable = "PIPELINE_AUDIT_KEY";

    /// <exception cref="OptionException">There is no such key.</exception>
    public static ECDsa ReadPublic(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), $"--public-key {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"--public-key: {path} can't be read: {e.Message}", e);
        }
    }

    /// <summary>A key over P-256 from PEM.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="source">Where it is from; the text itself is never shown.</param>
    /// <exception cref="OptionException">It is none.</exception>
    public static ECDsa Parse(string pem, string source)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? key
                : throw new OptionException($"{source}: its key is not over P-256; `pipeline audit key FILE` makes one");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new OptionException($"{source}: there is no key over P-256 in it (PEM); `pipeline audit key FILE` makes one");
        }
    }
}
