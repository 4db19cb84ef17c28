using Pipeline.Store.Steps;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests;

/// <summary>Keeps what stages have still to do until the test has it done.</summary>
/// <param name="places">As many places there are.</param>
internal sealed class RunSequels(int places = 64) : ISequels
{
    private readonly List<Sequel> begun = [];

    /// <summary>How many places are taken.</summary>
    public int Taken { get; private set; }

    public ValueTask<IReadOnlyList<IDisposable>> EnterAsync(Type call, int orders, bool waits, CancellationToken cancellationToken)
    {
        if (waits)
        {
            WhileWaiting?.Invoke();
        }

        return ValueTask.FromResult<IReadOnlyList<IDisposable>>([.. Enumerable.Range(0, Math.Min(orders, places - Taken)).Select(_ => new Place(this))]);
    }

    public void Begin(Sequel sequel) => begun.Add(sequel);

    /// <summary>What happens while somebody waits for a place.</summary>
    public Action? WhileWaiting { get; set; }

    /// <summary>Does all of it, and says what is to be told.</summary>
    public async Task<IReadOnlyList<FollowUp>> RunAsync()
    {
        var told = new List<FollowUp>();
        foreach (var sequel in begun)
        {
            using var place = sequel.Place;
            told.AddRange(await sequel.RunAsync());
        }

        begun.Clear();
        return told;
    }

    private sealed class Place : IDisposable
    {
        private readonly RunSequels of;

        public Place(RunSequels of)
        {
            this.of = of;
            of.Taken++;
        }

        public void Dispose() => of.Taken--;
    }
}
