using Microsoft.Playwright;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Limits;
using Pipeline.Store.Steps;
using Pipeline.Trading.Limits;

namespace Pipeline.WebConsole.Tests;

/// <summary>The console where the operator's worker has a process of its own, as in compose and under systemd.</summary>
public sealed class OperatorsProcessTests
{
    private static readonly string[] Pages = ["", "orders", "held", "positions", "breaks", "halts", "limits", "sessions", "audit", "worklist", "dead-letters"];

    [Test]
    public async Task Every_page_is_there_and_says_what_others_have_recorded()
    {
        await using var console = await RunningConsole.StartAsync([Stages.Operator]);
        var document = """{"global": {"max_order_qty": 4321}}""";
        var book = LimitFile.Read(System.Text.Encoding.UTF8.GetBytes(document), LimitSet.Defaults).Book!;
        await console.Store.WriteAsync(session => LimitsChange.Record(session, book, document, LimitSet.Defaults, DateTimeOffset.UnixEpoch));
        await using var visit = await Visit.AsAsync(console, RunningConsole.Alice);

        foreach (var page in Pages)
        {
            await visit.OpenAsync(page);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            visit.ExpectNoComplaint(page);
        }

        await visit.OpenAsync("limits");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("4,321");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.List, new() { Name = "State of the pipeline" })).ToContainTextAsync("paper: nobody says");
    }
}
