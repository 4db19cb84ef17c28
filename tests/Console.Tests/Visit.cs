using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Pipeline.WebConsole.Tests;

/// <summary>Somebody at a browser, who hears whatever goes wrong in the page.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const int Height = 900;

    // In the page itself, and only what it finds against it: the library's own runner opens another browser for each look, and carries over what was right.
    private const string FindViolations =
        """
        async () => {
          if (document.querySelector('iframe')) throw new Error('axe is asked about one frame, and the page has more');
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
          return JSON.stringify(violations.map(({ id, help, nodes }) =>
            `${id}: ${help}: ${nodes.slice(0, 3).map(node => `${node.html} ${node.any.map(check => check.message).join(' ')}`).join(' | ')}`));
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

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
    public static Task<Visit> BeginAsync(RunningConsole console, int width = 1440, ColorScheme colors = ColorScheme.Light) => BeginAsync(console, null, width, colors);

    /// <summary>Opens a browser in which somebody is signed in. Who has signed in at this console before is not asked again: the session is the same.</summary>
    public static async Task<Visit> AsAsync(RunningConsole console, string token)
    {
        if (console.Sessions.TryGetValue(token, out var session))
        {
            return await BeginAsync(console, session, 1440, ColorScheme.Light);
        }

        var visit = await BeginAsync(console);
        await visit.SignInAsync(token);
        await Assertions.Expect(visit.Button("Sign out")).ToBeVisibleAsync();
        console.Sessions[token] = await visit.context.StorageStateAsync();
        return visit;
    }

    private static async Task<Visit> BeginAsync(RunningConsole console, string? session, int width, ColorScheme colors)
    {
        var context = await Browser.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = Height }, ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce, TimezoneId = "UTC",
            StorageState = session,
        });
        context.SetDefaultTimeout((float)Eventually.Deadline.TotalMilliseconds);
        return new Visit(context, await context.NewPageAsync(), console.Address);
    }

    /// <summary>Signs in as a person does.</summary>
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

    /// <summary>axe finds nothing in the page as it is now.</summary>
    public async Task ExpectNoViolationAsync(string of)
    {
        if (!await Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await Page.EvaluateAsync(Axe);
        }

        var violations = JsonSerializer.Deserialize<string[]>(await Page.EvaluateAsync<string>(FindViolations));
        Assert.That(violations, Is.Empty, of);
    }

    /// <summary>Changes the screen and what the system prefers, as a person does who turns a phone, or whose evening comes.</summary>
    public async Task SeeAsync(int width, ColorScheme colors)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = colors });
        await Page.SetViewportSizeAsync(width, Height);
    }

    /// <summary>Says what the browser may complain of.</summary>
    public void Expect(string complaint) => expected.Add(complaint);

    /// <summary>Nothing went wrong in the page since it was opened.</summary>
    public void ExpectNoComplaint(string of) => Assert.That(complaints, Is.Empty, of);

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
