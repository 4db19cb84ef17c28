using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Pipeline.Metering;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Bus.FollowUps;

/// <summary>
/// Does what stages have still to do once a step of theirs is recorded that another's turn has taken along: the venue is called for an order that was granted as it was taken. It counts
/// among what the stage works on at a time, and a process that stops waits for it.
/// </summary>
public sealed class Sequels(HandOvers handOvers, FollowUpDispatcher dispatcher, ILogger<Sequels> logger) : ISequels
{
    public ValueTask<IReadOnlyList<IDisposable>> EnterAsync(Type call, int orders, bool waits, CancellationToken cancellationToken) => handOvers.EnterAsync(call, orders, waits, cancellationToken);

    /// <summary>Beside who begins it, so that an adapter that takes its time over a call keeps no agent waiting for its receipt.</summary>
    public void Begin(Sequel sequel) => _ = Task.Run(() => RunAsync(sequel));

    private async Task RunAsync(Sequel sequel)
    {
        using var place = sequel.Place;
        using var timer = StageMetrics.Time(sequel.Stage);
        using var span = Tracing.Start($"{sequel.Stage} goes on", ActivityKind.Internal, sequel.ClOrdId);
        try
        {
            var followUps = await sequel.RunAsync().ConfigureAwait(false);
            Failpoints.Hit(sequel.Stage, Failpoint.Recorded);
            await dispatcher.PublishAsync(sequel.Stage, followUps, CancellationToken.None).ConfigureAwait(false);
            Failpoints.Hit(sequel.Stage, Failpoint.Acknowledged);
        }
        catch (Exception e)
        {
            // As where a call is handed over and comes again by its queue: what its claim says is for the resolver.
            logger.LogWarning("What {Stage} had still to do about {cl_ord_id} has failed: {Error}", sequel.Stage, sequel.ClOrdId, e.Message);
        }
    }
}
