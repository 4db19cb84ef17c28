using System.Diagnostics;
using Pipeline.Messages.Orders;
using Pipeline.Metering;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Tables;

namespace Pipeline.Bus.FollowUps;

/// <summary>A call's place at a stage of this process.</summary>
public sealed class HandOver(
    OrderMessage call, ILocalStage stage, SemaphoreSlim working, TimeSpan patience, PutOffs putOffs, Action leave, CancellationToken stopping) : IDisposable
{
    private bool isWorking;

    /// <summary>Has the stage take its step when it is its turn, and what that has recorded told.</summary>
    /// <param name="tell">Tells it.</param>
    /// <exception cref="TimeoutException">Others before it take long.</exception>
    /// <exception cref="OperationCanceledException">What the step waits for takes long, or the process stops; nothing is recorded.</exception>
    public async Task TakeStepAsync(Func<string, IReadOnlyList<FollowUp>, Task> tell)
    {
        isWorking = await working.WaitAsync(patience, stopping).ConfigureAwait(false);
        if (!isWorking)
        {
            throw new TimeoutException($"{stage.Name} has had others to work on for {patience.TotalSeconds} s");
        }

        using var timer = StageMetrics.Time(stage.Name);
        using var span = Tracing.Start($"{stage.Name} is called", ActivityKind.Internal, call.ClOrdId);
        Failpoints.Hit(stage.Name, Failpoint.Received);
        if (await StepAsync().ConfigureAwait(false) is { } followUps)
        {
            Failpoints.Hit(stage.Name, Failpoint.Recorded);
            await tell(stage.Name, followUps).ConfigureAwait(false);
        }

        Failpoints.Hit(stage.Name, Failpoint.Acknowledged);
    }

    public void Dispose()
    {
        if (isWorking)
        {
            working.Release();
        }

        leave();
    }

    // A step waits for a permit at the most: what it has begun to record or to send it ends.
    private async Task<IReadOnlyList<FollowUp>?> StepAsync()
    {
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patient.CancelAfter(patience);
        return await putOffs.TryAsync(stage.Name, call, () => stage.HandleAsync(call, patient.Token)).ConfigureAwait(false);
    }
}
