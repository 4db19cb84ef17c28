using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;

namespace Pipeline.Simulation.Processes;

/// <summary>Does what stages of a process have still to do once a step of theirs is recorded in another's turn. There is a place for everybody.</summary>
internal sealed class SimulatedSequels(Shell shell) : ISequels
{
    public Task<IReadOnlyCollection<IDisposable>> EnterAsync(Type call, int orders, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<IDisposable>>([.. Enumerable.Range(0, orders).Select(_ => new Place())]);

    public void Begin(Sequel sequel) => shell.Run(RunAsync(sequel));

    private async Task RunAsync(Sequel sequel)
    {
        var told = await sequel.RunAsync().ConfigureAwait(false);
        Failpoints.Hit(sequel.Stage, Failpoint.Recorded);
        await shell.PublishAsync(told, sequel.Stage).ConfigureAwait(false);
        Failpoints.Hit(sequel.Stage, Failpoint.Acknowledged);
    }

    private sealed class Place : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
