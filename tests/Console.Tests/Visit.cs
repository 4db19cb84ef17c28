using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Pipeline.WebConsole.Tests;

/// <summary>Somebody at a browser, who hears whatever goes wrong in the page.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string address;
    private readonly List<string> complaints = [];
    private readonly HashSet<string> expected = [];

    private Visit(IBrowserContext context, IPage page, string address)
    {
        (this.context, Page, this.address) = (context, page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !expected.Any(message.Text.Contains))
            {
                complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => complaints.Add($"exception: {error}");
        page.RequestFailed += (_, request) => complaints.Add($"request failed: {request.Url}: {request.Failure}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                complaints.Add($"asks elsewhere: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Opens a browser that knows nobody.</summary>
    public static async Task<Visit> BeginAsync(RunningConsole console, int width = 1440, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        var context = await Browser.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce, TimezoneId = "UTC",
        });
        context.SetDefaultTimeout((float)Eventually.Deadline.TotalMilliseconds);
        return new Visit(context, await context.NewPageAsync(), console.Address);
    }

    /// <summary>Opens a browser and signs in.</summary>
    public static async Task<Visit> AsAsync(RunningConsole console, string token, int width = 1440, int height = 900, ColorScheme colors = ColorScheme.Light)
    {
        var visit = await BeginAsync(console, width, height, colors);
        await visit.SignInAsync(token);
        return visit;
    }

    public async Task SignInAsync(string token)
    {
        await Page.GotoAsync($"{address}/console/sign-in");
        await Page.GetByLabel("Operator’s token").FillAsync(token);
        await Page.RunAndWaitForResponseAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync(), answer => answer.Request.Method == "POST");
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>Opens a page of the console, and waits until its connection stands.</summary>
    public async Task OpenAsync(string path)
    {
        complaints.Clear();
        await Page.GotoAsync($"{address}/console/{path}");
        await LiveAsync();
    }

    /// <summary>Waits until the page answers to what one does: the connection is made after the page is drawn.</summary>
    public Task LiveAsync() => Assertions.Expect(Page.Locator("html[data-live]")).ToBeAttachedAsync();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>Gives a reason in the dialog that is open, and goes on.</summary>
    public async Task ConfirmAsync(string verb, string why)
    {
        await Dialog.GetByLabel("Why").FillAsync(why);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = verb, Exact = true }).ClickAsync();
        await Assertions.Expect(Dialog).ToBeHiddenAsync();
    }

    public async Task ExpectNoViolationAsync(string of)
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        Assert.That(
            result.Violations.Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => $"{node.Html} {string.Join(' ', node.Any.Select(check => check.Message))}"))}"),
            Is.Empty, of);
    }

    /// <summary>Says what the browser may complain of.</summary>
    public void Expect(string complaint) => expected.Add(complaint);

    /// <summary>Nothing went wrong in the page since it was opened.</summary>
    public void ExpectNoComplaint(string of) => Assert.That(complaints, Is.Empty, of);

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
