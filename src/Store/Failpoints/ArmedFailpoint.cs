using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pipeline.Store.Failpoints;

/// <summary>
/// The failpoint this process was started with, for runs that break it on purpose: the environment variable
/// <c>PIPELINE_FAILPOINT</c>, <c>PLACE=ACTION</c> or <c>PLACE=ACTION@N</c>, for example <c>submission.grant=kill@3</c>: at the third
/// hit of the place the process kills itself (<c>kill</c>, as by <c>kill -9</c>) or stands still until it is woken (<c>stop</c>, SIGSTOP).
/// </summary>
internal sealed partial class ArmedFailpoint(Failpoint place, bool kills, int nth)
{
    private const string Variable = "PIPELINE_FAILPOINT";

    private int hits;

    /// <exception cref="ArgumentException">The variable is set and not understood.</exception>
    public static ArmedFailpoint? OfThisProcess() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text) : null;

    public static ArmedFailpoint Parse(string text)
    {
        var match = Form().Match(text);
        var place = Failpoint.All.FirstOrDefault(place => place.ToString() == match.Groups["place"].Value);
        return match.Success && place is not null
            ? new ArmedFailpoint(place, match.Groups["action"].Value == "kill", match.Groups["nth"].Success ? int.Parse(match.Groups["nth"].Value) : 1)
            : throw new ArgumentException($"{Variable}='{text}' is not PLACE=kill|stop[@N]; the places are {string.Join(", ", Failpoint.All)}");
    }

    public void Reach(Failpoint reached)
    {
        if (reached != place || Interlocked.Increment(ref hits) != nth)
        {
            return;
        }

        // Nothing after this place may run: the caller waits here until the signal has ended the process, or woken it again.
        using var signal = Process.Start("kill", ["-s", kills ? "KILL" : "STOP", Environment.ProcessId.ToString()]);
        signal.WaitForExit();
    }

    [GeneratedRegex(@"^(?<place>[a-z.-]+)=(?<action>kill|stop)(@(?<nth>[1-9][0-9]{0,6}))?$")]
    private static partial Regex Form();
}
