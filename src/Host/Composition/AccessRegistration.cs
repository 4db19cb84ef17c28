using System.Net;
using Microsoft.Extensions.Options;
using Pipeline.Access;
using Pipeline.Access.Keys;
using Pipeline.Access.Http;
using Pipeline.Access.Operators;
using Pipeline.Access.Sessions;
using Pipeline.Host.Options;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.WebConsole;

namespace Pipeline.Host.Composition;

/// <summary>Who is let into a process.</summary>
internal static class AccessRegistration
{
    /// <param name="services">The process's.</param>
    /// <param name="options">All settings.</param>
    /// <param name="listen">Where it serves.</param>
    /// <exception cref="OptionException">Nobody could ever be let in, an operator has no token or that of another, or the master key is none.</exception>
    public static AccessPolicy Add(IServiceCollection services, OptionSet options, IPAddress listen)
    {
        var access = options.Get<AccessOptions>();
        var policy = AccessPolicy.Of(access, listen, options.Get<Intake.IntakeOptions>().Venue);
        var seal = Seal(access);
        var book = options.Get<OperatorOptions>().Book();
        if (book.Fault is { } fault)
        {
            throw new OptionException($"--operator-tokens: {fault}.");
        }

        if (!IPAddress.IsLoopback(listen) && book.Names(Scope.Viewer).Count == 0)
        {
            throw new OptionException($"--http: {listen} is reachable from outside, and no credentials are configured: name operators with --operator-tokens, or listen on 127.0.0.1 or [::1].");
        }

        if (seal is not null)
        {
            services.AddSingleton(seal);
        }

        services.AddSingleton(policy);
        services.AddSingleton(new WallClock(TimeProvider.System));
        services.AddSingleton(book);
        services.AddSingleton(provider => new KeyBook(provider.GetRequiredService<IStore>(), seal));
        services.AddSingleton(provider => new SessionBook(options.Get<ConsoleOptions>().SessionLifetime, provider.GetRequiredService<WallClock>()));
        services.AddSingleton<BrowserDoor>();
        services.AddSingleton<Authenticator>().AddSingleton<MessageDoor>().AddSingleton<RequestRates>();
        services.AddSingleton<Refusals>();
        services.AddHostedService(provider => provider.GetRequiredService<Refusals>());
        return policy;
    }

    private static KeySeal? Seal(AccessOptions access)
    {
        if (Secrets.Find("--access-master-key-file", access.MasterKeyFile, AccessOptions.MasterKeyVariable, mayOthersRead: false) is not { } key)
        {
            return null;
        }

        try
        {
            return KeySeal.Of(key.Text);
        }
        catch (FormatException e)
        {
            throw new OptionException($"{key.Source}: {e.Message}");
        }
    }
}
