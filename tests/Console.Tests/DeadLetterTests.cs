using Microsoft.Playwright;
using NUnit.Framework;
using Pipeline.Store.Tables;

namespace Pipeline.WebConsole.Tests;

/// <summary>Dead letters at the console, from the failure to the venue.</summary>
public sealed class DeadLetterTests
{
    private RunningConsole console = null!;

    [OneTimeSetUp]
    public async Task Start() => console = await SharedConsole.GetAsync();

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
        var item = alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = symbols[0] });
        await item.GetByRole(AriaRole.Link, new() { Name = "what a replay would do now" }).ClickAsync();
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

    [Test]
    public async Task Dead_letters_are_found_by_stage_symbol_reason_strategy_and_age_and_replayed_together()
    {
        var orders = new List<string>();
        foreach (var symbol in new[] { "FNDA", "FNDB" })
        {
            BreakablePrices.Break(symbol);
            orders.Add(await console.PublishAsync($"find-{symbol}", symbol));
            await FailedAsync(symbol);
        }

        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("dead-letters");
        await alice.Page.GetByLabel("Words of the reason").FillAsync("quote of fnd");
        await alice.Page.Keyboard.PressAsync("Enter");
        var rows = alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "FND" });
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await alice.Page.GetByLabel("Older than").SelectOptionAsync("1h");
        await Assertions.Expect(alice.Page.GetByText("No open dead letter is like that")).ToBeVisibleAsync();
        await alice.Page.GetByLabel("Older than").SelectOptionAsync("");
        await alice.Page.GetByLabel("Stage").SelectOptionAsync("session");
        await Assertions.Expect(alice.Page.GetByText("No open dead letter is like that")).ToBeVisibleAsync();
        await alice.Page.GetByLabel("Stage").SelectOptionAsync("validation");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await alice.Page.GetByLabel("Strategy").FillAsync("nobody");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await alice.Page.GetByLabel("Strategy").FillAsync("momentum");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await alice.Page.GetByLabel("Symbol").FillAsync("fnda");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await alice.Page.GetByLabel("Symbol").FillAsync("");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(2);

        BreakablePrices.Mend("FNDA");
        BreakablePrices.Mend("FNDB");
        await alice.Button("Replay all 2 dead letters found").ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("replays 2 dead letters");
        await alice.ConfirmAsync("Replay all 2", "The quotes are mended");

        await Assertions.Expect(rows).ToHaveCountAsync(0);
        foreach (var order in orders)
        {
            await console.OrderUntilAsync(order, "done");
        }

        alice.ExpectNoComplaint("dead letters that are looked for");
    }

    [Test]
    public async Task A_group_is_replayed_where_it_stands_in_the_worklist()
    {
        BreakablePrices.Break("WORKR");
        var order = await console.PublishAsync("work-replay", "WORKR");
        await FailedAsync("WORKR");
        BreakablePrices.Mend("WORKR");
        await using var alice = await Visit.AsAsync(console, RunningConsole.Alice);
        await alice.OpenAsync("worklist");
        var row = alice.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "WORKR" });

        await row.GetByRole(AriaRole.Button, new() { NameRegex = new("^Replay the group") }).ClickAsync();
        await Assertions.Expect(alice.Dialog).ToContainTextAsync("replays 1 dead letter");
        await alice.ConfirmAsync("Replay", "The quote is mended");

        await console.OrderUntilAsync(order, "done");
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    private async Task<long> FailedAsync(string symbol) => (await Eventually.Until(
        () => Task.FromResult(console.Store.Read(session => session.Scalar<long?>("SELECT id FROM dead_letters WHERE symbol = @symbol", new { symbol }))),
        id => id is not null, $"the order of {symbol} ends in the dead letters"))!.Value;
}
