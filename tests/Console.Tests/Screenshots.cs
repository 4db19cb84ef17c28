using Microsoft.Playwright;

namespace Pipeline.WebConsole.Tests;

/// <summary>Pictures of the pages, as the tests have seen them: <c>artifacts/screenshots</c>.</summary>
internal static class Screenshots
{
    private static readonly string Folder = Path.Combine(Root(), "artifacts", "screenshots");

    public static async Task TakeAsync(IPage page, string name, bool asScreen)
    {
        Directory.CreateDirectory(Folder);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png"), FullPage = !asScreen, Animations = ScreenshotAnimations.Disabled });
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pipeline.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository");
        }

        return folder;
    }
}
