namespace Pipeline.WebConsole.Tests;

/// <summary>
/// One process for all tests that neither ask for credentials nor count everything that is in the store: starting one takes longer than most tests.
/// Each of them trades symbols of its own, and looks at those alone: fixtures run at the same time.
/// </summary>
internal static class SharedConsole
{
    private static readonly Lazy<Task<RunningConsole>> Running = new(() => RunningConsole.StartAsync());

    public static Task<RunningConsole> GetAsync() => Running.Value;

    public static async Task StopAsync()
    {
        if (Running.IsValueCreated)
        {
            await (await Running.Value).DisposeAsync();
        }
    }
}
