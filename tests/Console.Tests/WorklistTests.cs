using Microsoft.Playwright;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;

namespace Pipeline.WebConsole.Tests;

/// <summary>What needs a person, and what a person does about it where it stands.</summary>
public sealed class WorklistTests
{
    private RunningConsole console = null!;

    [OneTimeSetUp]
    public async Task Start() => console = await SharedConsole.GetAsync();

    [Test]
    public async Task A_held_order_is_denied_where_it_stands_and_leaves_the_worklist()
    {
        await console.OrderUntilAsync(await console.PublishAsync("work-first", "WORKD"), "done");
        var held = await console.PublishAsync("work-second", "WORKD");
        await console.OrderUntilAsync(held, "held");
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("worklist");
        var row = alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "WORKD" });

        await Assertions.Expect(row.GetByRole(AriaRole.Button, new() { Name = $"Release WORKD {held[..8]}" })).ToBeVisibleAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = $"Deny WORKD {held[..8]}" }).ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("What will happen");
        await alice.ConfirmAsync("Deny", "A repeat indeed");

        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.That((await console.OrderUntilAsync(held, "done")).GetProperty("ord_status").GetString(), Is.EqualTo("denied"));
        alice.ExpectNoComplaint("worklist");
    }

    [Test]
    public async Task Who_releases_waives_what_held_the_order_when_the_dialog_was_opened_and_nothing_since()
    {
        await console.OrderUntilAsync(await console.PublishAsync("work-third", "WORKO"), "done");
        var held = await console.PublishAsync("work-fourth", "WORKO");
        await console.OrderUntilAsync(held, "held");
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("worklist");
        await alice.Button($"Release WORKO {held[..8]}").ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("What will happen");

        await console.Store.WriteAsync(session => session.Execute("UPDATE orders SET code = 'SYMBOL_PAUSED' WHERE cl_ord_id = @held", new { held }));
        await Assertions.Expect(alice.Page.Locator("tr").Filter(new() { HasText = "WORKO" })).ToContainTextAsync("SYMBOL_PAUSED"); // behind the dialog
        await alice.Dialog.GetByLabel("Why").FillAsync("No repeat");
        await alice.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();

        await Assertions.Expect(alice.Dialog).ToContainTextAsync("HELD_OTHERWISE");
        await Story.ActAsync(console, HttpMethod.Post, $"/v1/orders/{held}/deny", new { why = "It is over" });
    }

    [Test]
    public async Task An_alert_of_which_nothing_else_tells_is_acknowledged_where_it_stands_and_leaves_the_worklist()
    {
        await console.Store.WriteAsync(session => JournalTable.RaiseAlert(session, Alert.AuditBroken, "journal", "operator", DateTimeOffset.UnixEpoch, null, new { }));
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("worklist");
        var row = alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "AUDIT_BROKEN of journal" });

        await Assertions.Expect(row).ToContainTextAsync("docs/runbooks/pipeline-alerts.md#audit_broken");
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new("^Acknowledge alert") }).ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("AUDIT_BROKEN of journal is acknowledged");
        await alice.ConfirmAsync("Acknowledge", "The disk is looked at");

        await Assertions.Expect(row).ToHaveCountAsync(0);
        Assert.That(console.Store.Read(session => session.Scalar<string>("SELECT data ->> 'by' FROM journal WHERE kind = 'AlertAcknowledged'")), Is.EqualTo("alice"));
        alice.ExpectNoComplaint("an acknowledged alert");
    }
}
