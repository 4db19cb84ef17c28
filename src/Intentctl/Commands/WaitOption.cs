using System.CommandLine;
using System.Text.Json;
using Pipeline.Intentctl.Http;

namespace Pipeline.Intentctl.Commands;

/// <summary><c>--wait</c>: asks again and again until orders are where they are waited for, or the bound has passed.</summary>
internal sealed class WaitOption
{
    private const string Decided = "decided";
    private const string Done = "done";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Pause for each order that is asked about: forty a second, of the fifty that a key may ask.</summary>
    private static readonly TimeSpan PauseAnOrder = TimeSpan.FromMilliseconds(25);

    private readonly Option<string?> wait = new("--wait")
    {
        Description = "Waits up to so many seconds, 1 to 300, for what --for says. Without it nothing is waited for.", HelpName = "SECONDS",
    };

    private readonly Option<string?> waitFor = new("--for")
    {
        Description = "What --wait waits for: done (nothing comes by itself any more: done, or held) or decided (the checks are behind it: at the venue, held, unresolved or done). [default done]",
        HelpName = "WHAT",
    };

    public WaitOption(Command command)
    {
        waitFor.AcceptOnlyFromAmong(Done, Decided);
        command.Options.Add(wait);
        command.Options.Add(waitFor);
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(wait) is not null;

    /// <summary>Looks at orders until they are where they are waited for.</summary>
    /// <param name="client">The pipeline.</param>
    /// <param name="parsed">The command line, with a wait.</param>
    /// <param name="look">Reads the orders, given what it has read before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IntentctlException">They could not be read even once.</exception>
    public async Task<(IReadOnlyList<JsonElement> Orders, Waited Waited)> ForAsync(
        PipelineClient client, ParseResult parsed, Func<IReadOnlyList<JsonElement>, Task<IReadOnlyList<JsonElement>>> look, CancellationToken cancellationToken)
    {
        var bound = Bound(parsed);
        var what = parsed.GetValue(waitFor) ?? Done;
        var began = TimeProvider.System.GetTimestamp();
        IReadOnlyList<JsonElement>? orders = null;
        while (true)
        {
            client.Renew();
            try
            {
                orders = await look(orders ?? []).ConfigureAwait(false);
            }
            catch (IntentctlException e) when (e.Report.Code == ExitCode.Unavailable && (orders is not null || TimeProvider.System.GetElapsedTime(began) < bound))
            {
                // It restarts perhaps. What was seen last stands until it answers again.
            }

            var isOver = orders?.All(order => what == Done ? OrderOutcome.IsOver(order) : OrderOutcome.IsDecided(order)) ?? false;
            var waited = TimeProvider.System.GetElapsedTime(began);
            if (orders is not null && (isOver || waited >= bound))
            {
                return (orders, new Waited(what, waited.TotalSeconds, isOver));
            }

            var (pause, left) = (PauseAnOrder * (orders?.Count(order => !OrderOutcome.IsDone(order)) ?? 0), bound - waited);
            pause = pause > Interval ? pause : Interval;
            await Task.Delay(left > TimeSpan.Zero && left < pause ? left : pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A wait that could not look.</summary>
    public Waited InVain(ParseResult parsed) => new(parsed.GetValue(waitFor) ?? Done, 0, IsOver: false);

    /// <summary>The bound that was given.</summary>
    /// <exception cref="IntentctlException">It is none.</exception>
    public TimeSpan Bound(ParseResult parsed) => Connection.Seconds(parsed.GetValue(wait), "--wait", 1, 300)
        ?? (parsed.GetValue(waitFor) is null ? TimeSpan.Zero : throw IntentctlException.Usage("--for says what to wait for: say how long, with --wait"));
}
