using System.Text.Json;
using Microsoft.Playwright;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.Health;

namespace Pipeline.WebConsole.Tests;

/// <summary>What people do at the console: it is tried first, takes a reason, and is the same act as the API's.</summary>
public sealed class ActTests
{
    private RunningConsole console = null!;

    [OneTimeSetUp]
    public async Task Start() => console = await SharedConsole.GetAsync();

    [Test]
    public async Task One_person_halts_and_two_release()
    {
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("halts");
        await alice.Page.GetByLabel("Name").FillAsync("tsla");
        await alice.Button("Halt symbol:tsla").ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("symbol:TSLA is halted: nothing in it is sent");
        Assert.That(console.Store.Read(HaltTable.All).Select(halt => halt.Scope), Has.None.EqualTo("symbol:TSLA"), "what would happen has not happened");
        await alice.ExpectNoViolationAsync("the dialog");
        await Screenshots.TakeAsync(alice.Page, "halt-dialog-1440-light", true);
        await alice.ConfirmAsync("Halt", "Recall rumour");

        var row = alice.Page.GetByRole(AriaRole.Row, new() { Name = "symbol:TSLA" });
        await Assertions.Expect(row).ToContainTextAsync("Recall rumour");
        var denied = await console.OrderUntilAsync(await console.PublishAsync("halted", "TSLA"), "done");
        Assert.That(denied.GetProperty("code").GetString(), Is.EqualTo("HALTED"));

        await row.GetByRole(AriaRole.Button, new() { Name = "Release symbol:TSLA" }).ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("is still halted: another operator must release it too");
        await alice.ConfirmAsync("Release", "It was only a rumour");
        await Assertions.Expect(row).ToContainTextAsync("asked for by alice");

        await row.GetByRole(AriaRole.Button, new() { Name = "Release symbol:TSLA" }).ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("SECOND_PERSON_NEEDED");
        await Assertions.Expect(alice.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true })).ToBeDisabledAsync();

        await using var bob = await Visit.AsAsync(console, RunningConsole.Bob);
        await bob.OpenAsync("halts");
        await bob.Button("Release symbol:TSLA").ClickAsync();
        await bob.ConfirmAsync("Release", "I have seen it too");

        await Assertions.Expect(bob.Page.GetByRole(AriaRole.Row, new() { Name = "symbol:TSLA" })).ToHaveCountAsync(0);
        await Assertions.Expect(row).ToHaveCountAsync(0); // without a reload
        var told = console.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE kind IN ('Halted', 'ResumeRequested', 'Resumed') ORDER BY seq"))
            .Select(data => JsonSerializer.Deserialize<JsonElement>(data)).Select(data => (data.GetProperty("by").GetString(), data.GetProperty("why").GetString()));
        Assert.That(told, Is.EqualTo(new[] { ("alice", "Recall rumour"), ("alice", "It was only a rumour"), ("bob", "I have seen it too") }));
        alice.ExpectNoComplaint("halts");
    }

    [Test]
    public async Task Every_process_that_calls_the_venue_is_seen_and_what_keeps_one_away_is_ended()
    {
        await console.Store.WriteAsync(session => VenueViewTable.Save(
            session, VenueView.Of("elsewhere/7", "paper", ["submission"], new VenueSigns { LeftAlone = TimeSpan.FromHours(1) }, TimeProvider.System.GetUtcNow().AddSeconds(30))));
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("");
        await Assertions.Expect(alice.Page.GetByText("elsewhere/7 (submission)")).ToBeVisibleAsync();
        await Assertions.Expect(alice.Page.GetByText("asks to be left alone, for_s=3600")).ToBeVisibleAsync();
        await Assertions.Expect(alice.Page.GetByText($"{Environment.MachineName}/{Environment.ProcessId} (")).ToBeVisibleAsync();

        await alice.Button("End the pause at paper").ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("Within seconds paper is called again by elsewhere/7 (submission)");
        Assert.That(console.Store.Read(session => VenuePauseEndTable.Newest(session, "paper")), Is.Null, "what would happen has not happened");
        await alice.ExpectNoViolationAsync("the dialog");
        await alice.ConfirmAsync("End the pause", "The venue says that it was a mistake");

        await Eventually.Until(
            () => Task.FromResult(console.Store.Read(session => session.Query<string>("SELECT data FROM journal WHERE kind = 'VenuePauseEnded'"))),
            entries => entries is [var entry] && entry.Contains("The venue says that it was a mistake", StringComparison.Ordinal) && entry.Contains("elsewhere/7", StringComparison.Ordinal), "the act is in the journal");
        await console.Store.WriteAsync(session => VenueViewTable.Remove(session, "elsewhere/7"));
        await Assertions.Expect(alice.Button("End the pause at paper")).ToHaveCountAsync(0); // without a reload
        alice.ExpectNoComplaint("the overview");
    }

    [Test]
    public async Task A_held_order_goes_out_when_a_person_releases_it_and_the_page_follows()
    {
        await console.OrderUntilAsync(await console.PublishAsync("first", "HLDR"), "done");
        var held = await console.PublishAsync("second", "HLDR");
        await console.OrderUntilAsync(held, "held");
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("held");

        await alice.Button("Release buy 10 HLDR").ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("DUPLICATE_SUSPECT waived; every other check runs again");
        await alice.ConfirmAsync("Release", "Meant so");

        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "HLDR" })).ToHaveCountAsync(0);
        await console.OrderUntilAsync(held, "done");
        await alice.OpenAsync($"orders/{held}");
        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("alice");
        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Meant so");
    }

    [Test]
    public async Task An_act_without_a_reason_can_not_be_done()
    {
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("halts");
        await alice.Page.GetByLabel("Name").FillAsync("WHY");
        await alice.Button("Halt symbol:WHY").ClickAsync();
        var confirm = alice.Dialog.GetByRole(AriaRole.Button, new() { Name = "Halt", Exact = true });
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("What will happen");

        await Assertions.Expect(confirm).ToBeDisabledAsync();
        await alice.Dialog.GetByLabel("Why").FillAsync("   ");
        await Assertions.Expect(confirm).ToBeDisabledAsync();
        await alice.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(alice.Dialog).ToBeHiddenAsync();
    }

    [Test]
    public async Task The_main_act_of_a_page_is_reached_and_done_by_the_keyboard_alone()
    {
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("");
        await alice.Page.Keyboard.PressAsync("g");
        await alice.Page.Keyboard.PressAsync("t");
        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Halts" })).ToBeFocusedAsync();

        await TabToAsync(alice, alice.Page.Locator("#halt-name"));
        await alice.Page.Keyboard.TypeAsync("KEYS");
        await Assertions.Expect(alice.Button("Halt symbol:KEYS")).ToBeEnabledAsync();
        await TabToAsync(alice, alice.Button("Halt symbol:KEYS"));
        await alice.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(alice.Dialog.GetByLabel("Why")).ToBeFocusedAsync();
        await alice.Page.Keyboard.TypeAsync("By hand");
        await Assertions.Expect(alice.Dialog.GetByRole(AriaRole.Button, new() { Name = "Halt", Exact = true })).ToBeEnabledAsync();
        await TabToAsync(alice, alice.Dialog.GetByRole(AriaRole.Button, new() { Name = "Halt", Exact = true }));
        await alice.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Row, new() { Name = "symbol:KEYS" })).ToContainTextAsync("By hand");
        await Story.ActAsync(console, HttpMethod.Post, "/v1/halts/symbol%3AKEYS/resume", new { why = "over" });
        await Story.ActAsync(console, HttpMethod.Post, "/v1/halts/symbol%3AKEYS/resume", new { why = "over" }, RunningConsole.Bob);
    }

    [Test]
    public async Task The_first_key_skips_to_the_content()
    {
        await using var visit = await Visit.BeginAsync(console);
        await visit.OpenAsync("orders");
        await visit.Page.EvaluateAsync("document.activeElement.blur()");
        await visit.Page.GetByText("Skip to the content").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(Visit visit, ILocator wanted)
    {
        for (var i = 0; i < 60; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{wanted} is not reached by the Tab key");
    }
}
