namespace Pipeline.WebConsole.Tests;

/// <summary>
/// One process for all tests that neither ask for credentials nor count everything that is in the store: starting one takes longer than most tests.
/// Each of them trades symbols of its own, and leaves nothing halted or held.
/// </summary>
internal static class SharedConsole
{
    private static RunningConsole? running;

    public static async Task<RunningConsole> GetAsync() => running ??= await RunningConsole.StartAsync();

    public static async Task StopAsync()
    {
        if (running is not null)
        {
            await running.DisposeAsync();
        }
    }
}
