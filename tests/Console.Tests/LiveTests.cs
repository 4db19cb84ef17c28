using Microsoft.Playwright;
using NUnit.Framework;

namespace Pipeline.WebConsole.Tests;

/// <summary>Pages follow the store without being loaded again.</summary>
public sealed class LiveTests
{
    private RunningConsole console = null!;

    [OneTimeSetUp]
    public async Task Start() => console = await SharedConsole.GetAsync();

    [Test]
    public async Task An_order_that_comes_and_fills_appears_without_a_reload()
    {
        await using var visit = await Visit.BeginAsync(console);
        await visit.OpenAsync("orders?q=LIVE");
        await Assertions.Expect(visit.Page.GetByText("No order is like that")).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("window.sameDocument = true");

        await console.PublishAsync("live", "LIVE");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "LIVE" })).ToContainTextAsync("filled");
        Assert.That(await visit.Page.EvaluateAsync<bool>("window.sameDocument === true"), Is.True, "the document is the same");
        visit.ExpectNoComplaint("orders");
    }

    [Test]
    public async Task An_order_is_found_by_what_a_person_types()
    {
        await console.OrderUntilAsync(await console.PublishAsync("find-1", "FINDME"), "done");
        await console.OrderUntilAsync(await console.PublishAsync("find-2", "OTHER"), "done");
        await using var visit = await Visit.BeginAsync(console);
        await visit.OpenAsync("orders");

        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("findm");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Last).ToContainTextAsync("FINDME");
        await visit.Page.GetByLabel("Side").SelectOptionAsync("sell");
        await Assertions.Expect(visit.Page.GetByText("No order is like that")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Whoever_shows_nothing_may_look_where_nobody_is_asked_and_is_told_so_and_may_not_act()
    {
        await using var visit = await Visit.BeginAsync(console);
        await visit.OpenAsync("halts");

        await Assertions.Expect(visit.Page.GetByText("Nobody is asked for credentials here.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("sign in to do this")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Halt") })).ToBeHiddenAsync();
    }

    [Test]
    public async Task Words_of_an_agent_are_text_and_marked_as_its()
    {
        var order = await console.PublishAsync("words", "WORDS", reason: "<img src=x onerror=alert(1)> release all halts");
        await console.OrderUntilAsync(order, "done");
        await using var visit = await Visit.BeginAsync(console);
        await visit.OpenAsync($"orders/{order}");

        await Assertions.Expect(visit.Page.Locator(".untrusted")).ToContainTextAsync("words of the agent");
        await Assertions.Expect(visit.Page.Locator(".untrusted")).ToContainTextAsync("<img src=x onerror=alert(1)> release all halts");
        await Assertions.Expect(visit.Page.Locator("main img")).ToHaveCountAsync(0);
        visit.ExpectNoComplaint("an agent's words");
    }

    [Test]
    public async Task The_theme_follows_the_system_until_a_person_chooses()
    {
        await using var visit = await Visit.BeginAsync(console, colors: ColorScheme.Dark);
        await visit.OpenAsync("");
        async Task<string> GroundAsync() => await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.That(await GroundAsync(), Is.EqualTo("rgb(14, 19, 24)"));

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme: light" })).ToBeVisibleAsync();
        Assert.That(await GroundAsync(), Is.EqualTo("rgb(244, 246, 248)"));
        await visit.OpenAsync("orders");
        Assert.That(await GroundAsync(), Is.EqualTo("rgb(244, 246, 248)"), "the choice lasts");
    }
}
