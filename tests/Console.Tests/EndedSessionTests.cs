using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Pipeline.Access;
using Pipeline.Access.Sessions;
using Pipeline.Store;
using Pipeline.Store.Writing;
using Pipeline.WebConsole.Acts;
using Pipeline.WebConsole.Door;
using Pipeline.WebConsole.Live;

namespace Pipeline.WebConsole.Tests;

/// <summary>A page that is open goes from place to place without passing the door: what it shows ends with the session, too.</summary>
public sealed class EndedSessionTests
{
    private readonly WallClock wall = new(TimeProvider.System);

    [Test]
    public async Task A_page_that_is_gone_to_after_the_session_has_ended_shows_nothing()
    {
        var sessions = new SessionBook(TimeSpan.FromHours(8), wall);
        var session = sessions.Begin(Caller.Operator("vera", Scope.Viewer)).Session;
        await using var services = ServicesOf(sessions, session.Id);
        await using var browser = new HtmlRenderer(services, NullLoggerFactory.Instance);
        Assert.That(await PageAsync(browser), Is.EqualTo("what the store has"));

        sessions.End(session.Id);

        Assert.That(await PageAsync(browser), Is.EqualTo("nothing"));
    }

    private static Task<string> PageAsync(HtmlRenderer browser) =>
        browser.Dispatcher.InvokeAsync(async () => (await browser.RenderComponentAsync<SomePage>()).ToHtmlString());

    // What one open page has: whoever looks stays the same, whatever it shows.
    private ServiceProvider ServicesOf(SessionBook sessions, string id) => new ServiceCollection()
        .AddSingleton<IStore>(new InlineStore()).AddSingleton(TimeProvider.System).AddSingleton(wall).AddSingleton<NavigationManager>(new NoWay())
        .AddSingleton(new Visitor(new SignedIn(id), sessions, new AccessPolicy(NeedsCredentials: true, "a test says so")))
        .AddSingleton<ILogger<string>>(NullLogger<string>.Instance).BuildServiceProvider();

    private sealed class SomePage : LivePage<string>
    {
        protected override string Look(StoreSession session, DateTimeOffset now) => "what the store has";

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, View ?? "nothing");
    }

    private sealed class SignedIn(string id) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ConsoleGate.SessionClaim, id)]))));
    }

    private sealed class NoWay : NavigationManager
    {
        public NoWay() => Initialize("http://127.0.0.1/console/", "http://127.0.0.1/console/");
    }
}
