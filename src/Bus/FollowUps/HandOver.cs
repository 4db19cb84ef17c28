using System.Diagnostics;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>A call's place at a stage of this process.</summary>
public sealed class HandOver(OrderMessage call, ILocalStage stage, Action leave, CancellationToken stopping) : IDisposable
{
    /// <summary>The stage's name.</summary>
    public string Stage => stage.Name;

    /// <summary>Has the stage take its step, and returns what that has recorded.</summary>
    public async Task<IReadOnlyList<FollowUp>> StepAsync()
    {
        using var span = Tracing.Start($"{stage.Name} is called", ActivityKind.Internal, call.ClOrdId);
        Failpoints.Hit(stage.Name, Failpoint.Received);
        var followUps = await stage.HandleAsync(call, stopping).ConfigureAwait(false);
        Failpoints.Hit(stage.Name, Failpoint.Recorded);
        return followUps;
    }

    public void Dispose() => leave();
}
