using Microsoft.Playwright;
using NUnit.Framework;

namespace Pipeline.WebConsole.Tests;

/// <summary>Every page, with data, as people with different eyes, hands and screens meet it.</summary>
public sealed class PageTests
{
    private static readonly (string Path, string Heading, string Shows)[] Pages =
    [
        ("", "Overview", "At the venue"), ("orders", "Orders", "momentum"), ("held", "Held orders and approvals", "DUPLICATE_SUSPECT"), ("positions", "Positions", "AAPL"),
        ("breaks", "Breaks", "Both views agree."), ("halts", "Halts", "symbol:TSLA"), ("limits", "Limits", "max_order_notional"), ("sessions", "Sessions", "XNYS"),
        ("audit", "Audit", "symbol:TSLA"), ("worklist", "Worklist", "dead letter"), ("dead-letters", "Dead letters", "InvalidOperationException"), ("dead-letters?symbol=POISON", "Dead letters", "1 dead letter found"), ("dead-letters?symbol=NONE", "Dead letters", "No open dead letter is like that"),
        ("dead-letters/groups/1", "Dead letters, group 1", "begins at validation"), ("dead-letters/1", "Dead letter 1", "What happened to it"),
    ];

    private static readonly (int Width, ColorScheme Colors)[] Screens =
        [(1440, ColorScheme.Light), (1440, ColorScheme.Dark), (360, ColorScheme.Dark), (360, ColorScheme.Light)];

    private RunningConsole console = null!;
    private string filled = null!;

    private Visit visit = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        console = await RunningConsole.StartAsync();
        filled = await Story.TellAsync(console);
        visit = await Visit.AsAsync(console, RunningConsole.Alice);
        visit.Expect("status of 404");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await visit.DisposeAsync();
        await console.DisposeAsync();
    }

    [TestCaseSource(nameof(Everywhere))]
    public async Task A_page_renders_without_a_fault_and_can_be_used_by_everybody(string path, string heading, string shows, string name)
    {
        await visit.OpenAsync(path.Replace("{order}", filled, StringComparison.Ordinal));

        // Widths and colours are the style sheet's alone, so they are changed where the page stands: none of them reads the page again.
        foreach (var (width, colors) in Screens)
        {
            await visit.SeeAsync(width, colors);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(heading);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(shows);
            await Screenshots.TakeAsync(visit.Page, $"{name}-{width}-{colors.ToString().ToLowerInvariant()}", width > 1000);
            await visit.ExpectNoViolationAsync($"{path} at {width} px, {colors}");
            var (page, window) = (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await visit.Page.EvaluateAsync<int>("window.innerWidth"));
            Assert.That(window, Is.EqualTo(width));
            Assert.That(page, Is.LessThanOrEqualTo(window), $"nothing is wider than the screen of {width} px, {colors}");
            visit.ExpectNoComplaint($"{path} at {width} px, {colors}");
        }
    }

    private static IEnumerable<TestCaseData> Everywhere() =>
        from page in Pages.Append(("orders/{order}", "buy 10 AAPL", "Its life")).Append(("nowhere", "There is no such page", "The pages stand in the menu"))
        let name = page.Item1.Length == 0 ? "overview" : page.Item1.StartsWith("orders/", StringComparison.Ordinal) ? "order" : page.Item1.Replace('/', '-').Replace('?', '-').Replace('=', '-')
        select new TestCaseData(page.Item1, page.Item2, page.Item3, name).SetArgDisplayNames(name);
}
