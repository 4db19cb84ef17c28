using Pipeline.Host.Options;
using Pipeline.Notices;
using Pipeline.Store;
using Pipeline.Store.Steps;

namespace Pipeline.Host.Composition;

/// <summary>Notices to OpenClaw, where there is an address.</summary>
internal static class NoticesRegistration
{
    private const string Variable = "PIPELINE_NOTICES_TOKEN";
    /// <exception cref="OptionException">The address will not do, or there is no token.</exception>
    public static void Add(IServiceCollection services, OptionSet options, IReadOnlyList<string> workers)
    {
        var notices = options.Get<NoticesOptions>();
        if (!workers.Contains(Stages.Notices))
        {
            return;
        }

        if (notices.Url.Length == 0)
        {
            // In a process of every worker they are merely off; who asks for this one by name wants it.
            if (workers.Count < Workers.Names.Count)
            {
                throw new OptionException("--notices-url: the worker notices has nobody to tell; give the address of OpenClaw's hooks, for example http://127.0.0.1:18789/hooks");
            }

            return;
        }

        CheckAddress(notices.Url);
        var token = Token(notices);
        services.AddSingleton(provider => new NoticeCollector(
            provider.GetRequiredService<IStore>(), notices, TimeProvider.System, provider.GetRequiredService<ILogger<NoticeCollector>>()));
        services.AddSingleton(provider => new NoticeSender(
            provider.GetRequiredService<IStore>(), notices, token, Http(), TimeProvider.System, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NoticeSender>>()));
        services.AddHostedService<NoticeDuty>();
    }

    private static void CheckAddress(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Query.Length > 0 || address.UserInfo.Length > 0
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new OptionException("--notices-url: the token goes with every notice, so it takes an https address, or http on this machine, without user, password or query");
        }
    }

    private static string Token(NoticesOptions notices)
    {
        var (text, source) = Secrets.Find("--notices-token-file", notices.TokenFile, Variable) ?? throw new OptionException(
            $"--notices-token-file: OpenClaw's hooks want a token, and there is none; {Variable} and the systemd credential {Secrets.CredentialOf(Variable)} will do too");
        return text.All(character => character is > ' ' and <= '~')
            ? text
            : throw new OptionException($"{source}: there is no token in it that could be sent; it is one line of ASCII without spaces");
    }

    // No proxy and no redirect: the token goes where the setting says, and nowhere else.
    private static HttpMessageInvoker Http() => new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });
}
