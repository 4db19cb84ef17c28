using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Pipeline.WebConsole.Tests;

/// <summary>Who gets in, and what each role may, where credentials are asked for.</summary>
public sealed class SignInTests
{
    private RunningConsole console = null!;

    [OneTimeSetUp]
    public async Task Start() => console = await RunningConsole.StartAsync(("--access-credentials", "required"));

    [OneTimeTearDown]
    public async Task Stop() => await console.DisposeAsync();

    [Test]
    public async Task Whoever_is_not_signed_in_is_led_to_where_one_signs_in_and_then_to_the_page_that_was_asked_for()
    {
        await using var visit = await Visit.BeginAsync(console);
        await visit.Page.GotoAsync($"{console.Address}/console/halts");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await visit.ExpectNoViolationAsync("sign-in");

        await visit.Page.GetByLabel("Operator’s token").FillAsync(RunningConsole.Vera);
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Halts" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Nobody is asked for credentials here.")).ToBeHiddenAsync();
        visit.ExpectNoComplaint("sign-in");
    }

    [Test]
    public async Task A_token_that_belongs_to_nobody_opens_nothing_and_says_so()
    {
        await using var visit = await Visit.BeginAsync(console);
        await visit.SignInAsync("nobody's");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The token belongs to nobody");
    }

    [Test]
    public async Task A_viewer_looks_and_an_operator_halts_and_does_not_release()
    {
        await using var vera = await Visit.AsAsync(console, RunningConsole.Vera);
        await vera.OpenAsync("halts");
        await Assertions.Expect(vera.Page.GetByText("takes the role operator")).ToBeVisibleAsync();
        await Assertions.Expect(vera.Button("Halt symbol:")).ToBeHiddenAsync();

        await Story.ActAsync(console, HttpMethod.Put, "/v1/halts/symbol%3AROLES", new { why = "a test of roles" });
        await using var olga = await Visit.AsAsync(console, RunningConsole.Olga);
        await olga.OpenAsync("halts");
        await Assertions.Expect(olga.Page.GetByRole(AriaRole.Row, new() { Name = "symbol:ROLES" })).ToContainTextAsync("takes the role approver");
        await olga.Page.GetByLabel("Name").FillAsync("OLGA");
        await Assertions.Expect(olga.Button("Halt symbol:OLGA")).ToBeEnabledAsync();
    }

    [Test]
    public async Task Whoever_signs_out_is_out_on_every_page_and_in_every_connection()
    {
        await using var visit = await Visit.BeginAsync(console);
        await visit.SignInAsync(RunningConsole.Bob);
        await visit.OpenAsync("halts");
        await visit.Page.GetByLabel("Name").FillAsync("LATER");
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync($"{console.Address}/console/orders");

        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_cookie_is_for_this_site_alone_and_for_no_script()
    {
        await using var visit = await Visit.AsAsync(console, RunningConsole.Vera);
        await visit.OpenAsync("");

        var cookie = (await visit.Page.Context.CookiesAsync()).Single(cookie => cookie.Name.StartsWith("pipeline_console_", StringComparison.Ordinal) && cookie.Name != "pipeline_console_form");

        Assert.That((cookie.HttpOnly, cookie.SameSite, cookie.Path), Is.EqualTo((true, SameSiteAttribute.Strict, "/console")));
        Assert.That(await visit.Page.EvaluateAsync<string>("document.cookie"), Does.Not.Contain("pipeline_console"));
    }

    [Test]
    public async Task A_cookie_opens_no_endpoint_of_the_API()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/orders");
        request.Headers.Add("Cookie", await CookieAsync());

        Assert.That((await console.Http.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_page_of_another_site_opens_no_connection_though_the_cookie_comes_with_it()
    {
        var cookie = await CookieAsync();
        async Task<WebSocketState> ConnectAsync(string origin)
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Cookie", cookie);
            socket.Options.SetRequestHeader("Origin", origin);
            await socket.ConnectAsync(new Uri($"{console.Address.Replace("http", "ws", StringComparison.Ordinal)}/console/_blazor"), CancellationToken.None);
            return socket.State;
        }

        Assert.That(await ConnectAsync(console.Address), Is.EqualTo(WebSocketState.Open));
        Assert.That((await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync("https://evil.example")))!.Message, Does.Contain("403"));
        Assert.That((await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync("http://127.0.0.1:1")))!.Message, Does.Contain("403"), "another program of this machine is another site");
    }

    [Test]
    public async Task Without_a_session_there_is_no_connection()
    {
        using var socket = new ClientWebSocket();
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"{console.Address.Replace("http", "ws", StringComparison.Ordinal)}/console/_blazor"), CancellationToken.None));
        Assert.That(refused!.Message, Does.Contain("401"));
    }

    [Test]
    public async Task A_form_that_no_page_of_ours_has_made_signs_nobody_in()
    {
        var answer = await console.Http.PostAsync("/console/sign-in", new FormUrlEncodedContent([new("token", RunningConsole.Alice)]));

        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [Test]
    public async Task Another_site_signs_nobody_out()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/console/sign-out") { Content = new FormUrlEncodedContent([new("then", "/console/")]) };
        request.Headers.Add("Origin", "https://evil.example");

        var answer = await console.Http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
    }

    [TestCase("https://evil.example/")]
    [TestCase("//evil.example/")]
    [TestCase("/console/../v1/orders")]
    [TestCase("/console/%2e%2e/v1/orders")]
    [TestCase("/consoles")]
    [TestCase("/\\evil.example")]
    public async Task An_address_that_somebody_else_has_made_leads_to_no_other_place(string then)
    {
        await using var visit = await Visit.BeginAsync(console);
        await visit.Page.GotoAsync($"{console.Address}/console/sign-in?then={Uri.EscapeDataString(then)}");
        await visit.Page.GetByLabel("Operator’s token").FillAsync(RunningConsole.Vera);
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task What_protects_forms_is_kept_where_the_process_ends_and_on_no_disk()
    {
        await console.Http.GetAsync("/console/sign-in");

        var kept = console.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository!;
        Assert.That(kept.GetType().Name, Is.EqualTo("KeysInMemory"));
        Assert.That(kept.GetAllElements(), Is.Not.Empty, "the form's key is among them");
    }

    [TestCase("orders", "No orders yet")]
    [TestCase("held", "Nothing is held")]
    public async Task A_page_with_nothing_to_show_says_so(string path, string says)
    {
        await using var visit = await Visit.AsAsync(console, RunningConsole.Vera);
        await visit.OpenAsync(path);

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(says);
    }

    [Test]
    public async Task Pages_may_run_our_scripts_and_no_other()
    {
        var answer = await console.Http.GetAsync("/console/sign-in");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();

        Assert.That(policy, Does.Contain("script-src 'self';").And.Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe-eval"));
    }

    private async Task<string> CookieAsync()
    {
        await using var visit = await Visit.AsAsync(console, RunningConsole.Alice);
        return string.Join("; ", (await visit.Page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
    }
}
