using Pipeline.Host.Options;
using Pipeline.Operator.Audit;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Steps;

namespace Pipeline.Host.Composition;

/// <summary>The export of the audit chain's signed head, where one is asked for. Sealing itself needs no setting.</summary>
internal static class AuditRegistration
{
    /// <exception cref="OptionException">There is no key, or the address is none.</exception>
    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers)
    {
        var audit = options.Get<AuditOptions>();
        if (!workers.Contains(Stages.Operator) || !audit.Exports())
        {
            return;
        }

        if (audit.HeadsUrl.Length > 0 && !(Uri.TryCreate(audit.HeadsUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            throw new OptionException($"--audit-heads-url: '{audit.HeadsUrl}' is no http or https address");
        }

        if (Secrets.Find("--audit-key-file", audit.KeyFile, AuditKeys.Variable) is not { } secret)
        {
            throw new OptionException(
                $"--audit-key-file: exported heads are signed, and there is no key; `pipeline audit key FILE` makes one. {AuditKeys.Variable} and the systemd credential {Secrets.CredentialOf(AuditKeys.Variable)} will do too.");
        }

        var key = AuditKeys.Parse(secret.Text, secret.Source);
        if (!HasPrivate(key))
        {
            throw new OptionException($"{secret.Source}: it is a public key, and heads are signed with the private one");
        }

        services.AddSingleton(provider => new HeadExport(
            provider.GetRequiredService<IStore>(), audit, key, new HttpMessageInvoker(new SocketsHttpHandler()), TimeProvider.System,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<HeadExport>>()));
    }

    private static bool HasPrivate(System.Security.Cryptography.ECDsa key)
    {
        try
        {
            _ = AuditHead.Sign("", new Seal { Entries = new byte[40] }, key);
            return true;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
