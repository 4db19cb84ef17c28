using System.Diagnostics;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>A call's place at a stage of this process.</summary>
public sealed class HandOver(OrderMessage call, ILocalStage stage, SemaphoreSlim working, Action leave, CancellationToken stopping) : IDisposable
{
    // Before a sweep in another process takes what is unsent for forgotten (FollowUpTable.Grace).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The stage's name.</summary>
    public string Stage => stage.Name;

    /// <summary>Has the stage take its step when it is its turn, and returns what that has recorded.</summary>
    /// <exception cref="TimeoutException">Others before it take long.</exception>
    public async Task<IReadOnlyList<FollowUp>> StepAsync()
    {
        if (!await working.WaitAsync(Patience, stopping).ConfigureAwait(false))
        {
            throw new TimeoutException($"{stage.Name} has had others to work on for {Patience.TotalSeconds} s");
        }

        try
        {
            using var span = Tracing.Start($"{stage.Name} is called", ActivityKind.Internal, call.ClOrdId);
            Failpoints.Hit(stage.Name, Failpoint.Received);
            var followUps = await stage.HandleAsync(call, stopping).ConfigureAwait(false);
            Failpoints.Hit(stage.Name, Failpoint.Recorded);
            return followUps;
        }
        finally
        {
            working.Release();
        }
    }

    public void Dispose() => leave();
}
