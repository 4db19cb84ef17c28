using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor.Services;
using Pipeline.Access;
using Pipeline.Access.Http;
using Pipeline.Access.Sessions;
using Pipeline.WebConsole.Acts;
using Pipeline.WebConsole.Door;
using Pipeline.Operator;
using Pipeline.Store;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Writing;

namespace Pipeline.WebConsole;

/// <summary>Puts the console into a process that hosts the operator's worker.</summary>
public static class ConsoleRegistration
{
    /// <summary>Where it is.</summary>
    public const string Path = SessionCookie.Path;

    private const string AntiforgeryCookie = "pipeline_console_form";

    public static void AddServices(IServiceCollection services)
    {
        // Nothing that the console protects outlives the process: not a circuit, and not a form.
        services.AddDataProtection();
        services.Configure<KeyManagementOptions>(keys => (keys.XmlRepository, keys.XmlEncryptor) = (new KeysInMemory(), new NullXmlEncryptor()));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = AntiforgeryCookie;
            antiforgery.Cookie.Path = Path;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            circuit.DetailedErrors = false;
            circuit.DisconnectedCircuitMaxRetained = 50;
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        });
        services.Configure<HubOptions>(hub => hub.MaximumReceiveMessageSize = RequestBody.Largest);
        services.AddMudServices();
        services.AddScoped<Visitor>();
        services.AddScoped<ActRunner>();
        services.AddKeyedSingleton(ActRunner.Real, (provider, _) => ActsOver(provider, provider.GetRequiredService<IStore>()));
        services.AddKeyedSingleton(ActRunner.Dry, (provider, _) => ActsOver(provider, new DryRunStore(provider.GetRequiredService<IStore>())));
    }

    public static void Map(WebApplication app)
    {
        app.UseMiddleware<ConsoleGate>();
        app.UseAntiforgery();
        var console = app.MapGroup(Path).ExcludeFromDescription();
        AssetEndpoints.Map(console);
        SignInEndpoints.Map(console);
        console.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server =>
            {
                server.ContentSecurityFrameAncestorsPolicy = "'none'";
                server.DisableWebSocketCompression = true;
            })
            .DemandsOfBrowser(Scope.Viewer);
    }

    private static OperatorActs ActsOver(IServiceProvider provider, IStore store) => new(
        store, provider.GetRequiredService<IHaltFile>(), provider.GetRequiredService<ProcessFacts>().Venue,
        provider.GetRequiredService<IOptions<OperatorOptions>>(), provider.GetRequiredService<WallClock>(), provider.GetRequiredService<TimeProvider>());
}
