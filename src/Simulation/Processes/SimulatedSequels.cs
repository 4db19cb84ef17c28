using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Simulation.Processes;

/// <summary>Does what stages of a process have still to do once a step of theirs is recorded in another's turn. There is a place for everybody.</summary>
internal sealed class SimulatedSequels(Shell shell, TimeProvider clock) : ISequels
{
    public ValueTask<IReadOnlyList<IDisposable>> EnterAsync(Type call, int orders, bool waits, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IDisposable>>([.. Enumerable.Range(0, orders).Select(_ => new Place())]);

    public void Begin(Sequel sequel) => shell.Run(RunAsync(sequel));

    private async Task RunAsync(Sequel sequel)
    {
        try
        {
            // Beside who begins it, who may have answered an agent before.
            await Task.Delay(TimeSpan.FromTicks(1), clock).ConfigureAwait(false);
            var told = await sequel.RunAsync().ConfigureAwait(false);
            Failpoints.Hit(sequel.Stage, Failpoint.Recorded);
            await shell.PublishAsync(told, sequel.Stage).ConfigureAwait(false);
            Failpoints.Hit(sequel.Stage, Failpoint.Acknowledged);
        }
        catch (StoreUnavailableException)
        {
            // What its claim says is for the resolver.
        }
    }

    private sealed class Place : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
