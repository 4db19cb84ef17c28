using Microsoft.Playwright;
using NUnit.Framework;
using Pipeline.Store.Tables;

namespace Pipeline.WebConsole.Tests;

/// <summary>Dead letters at the console, from the failure to the venue.</summary>
public sealed class DeadLetterTests
{
    private RunningConsole console = null!;

    [OneTimeSetUp]
    public async Task Start() => console = await RunningConsole.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await console.DisposeAsync();

    [Test]
    public async Task A_group_is_looked_at_and_replayed_and_its_orders_go_out_once()
    {
        string[] symbols = ["GRPA", "GRPB", "GRPC"];
        var orders = new List<string>();
        foreach (var symbol in symbols)
        {
            BreakablePrices.Break(symbol);
            orders.Add(await console.PublishAsync($"group-{symbol}", symbol));
            await FailedAsync(symbol);
        }

        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("worklist");
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "what a replay would do now" }).First.ClickAsync();
        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Dead letters, group");
        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "begins at validation in pass 2" })).Not.ToHaveCountAsync(0);
        Array.ForEach(symbols, BreakablePrices.Mend);

        await alice.OpenAsync("dead-letters");
        foreach (var symbol in symbols)
        {
            var group = console.Store.Read(session => session.Scalar<long>("SELECT group_id FROM dead_letters WHERE symbol = @symbol", new { symbol }));
            await Assertions.Expect(alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = symbol })).ToBeVisibleAsync();
            await alice.Page.GetByRole(AriaRole.Link, new() { Name = $"Group {group}", Exact = true }).ClickAsync();
            await alice.Button("Replay the group").ClickAsync();
            await Assertions.Expect(alice.Dialog).ToContainTextAsync("What will happen");
            await alice.ConfirmAsync("Replay the group", "The quotes are mended");
            await Assertions.Expect(alice.Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Run ") })).ToContainTextAsync("done");
            await Assertions.Expect(alice.Page.GetByText("No dead letter of this group is open")).ToBeVisibleAsync();
            await alice.Page.GetByRole(AriaRole.Link, new() { Name = "All groups" }).ClickAsync();
        }

        foreach (var order in orders)
        {
            await console.OrderUntilAsync(order, "done");
            Assert.That(console.Store.Read(session => ClaimTable.OfOrder(session, order)), Has.Count.EqualTo(1));
        }

        alice.ExpectNoComplaint("dead letters");
    }

    [Test]
    public async Task A_discard_takes_a_reason_and_can_be_undone()
    {
        BreakablePrices.Break("DISCARD");
        await console.PublishAsync("discard", "DISCARD");
        var id = await FailedAsync("DISCARD");
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync($"dead-letters/{id}");
        await Assertions.Expect(alice.Page.GetByText("<b>can't be read</b>").First).ToBeVisibleAsync();

        await alice.Button($"Discard dead letter {id}").ClickAsync();
        await alice.ConfirmAsync("Discard", "A test order");
        await Assertions.Expect(alice.Page.GetByText("Discarded by alice: A test order")).ToBeVisibleAsync();
        await alice.Button($"Undo the discard of dead letter {id}").ClickAsync();
        await alice.ConfirmAsync("Undo the discard", "It was a real one");

        await Assertions.Expect(alice.Page.GetByText("Reopened by alice: It was a real one")).ToBeVisibleAsync();
        await Assertions.Expect(alice.Button($"Replay dead letter {id}")).ToBeVisibleAsync();
    }

    private async Task<long> FailedAsync(string symbol) => (await Eventually.Until(
        () => Task.FromResult(console.Store.Read(session => session.Scalar<long?>("SELECT id FROM dead_letters WHERE symbol = @symbol", new { symbol }))),
        id => id is not null, $"the order of {symbol} ends in the dead letters"))!.Value;
}
