using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using Pipeline.Access;
using Pipeline.WebConsole.Acts;
using Pipeline.Store;

namespace Pipeline.WebConsole.Live;

/// <summary>
/// A page that follows the store: it looks again every second, and what has changed goes to the browser over the open connection. A store that
/// can't be read leaves what was seen last, and says so.
/// </summary>
/// <typeparam name="TView">What it shows.</typeparam>
public abstract class LivePage<TView> : ComponentBase, IDisposable
    where TView : class
{
    /// <summary>How long a page may be behind the store.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource left = new();
    private readonly SemaphoreSlim looking = new(1);

    [Inject]
    public required IStore Store { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required WallClock Wall { get; init; }

    [Inject]
    public required Visitor Visitor { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<TView> Logger { get; init; }

    /// <summary>What was seen last; null before the first look has come to its end.</summary>
    protected TView? View { get; private set; }

    /// <summary>Why the last look failed; null when it did not.</summary>
    protected string? Fault { get; private set; }

    /// <summary>When the last look was.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>Looks at the store.</summary>
    protected abstract TView Look(StoreSession session, DateTimeOffset now);

    protected override async Task OnParametersSetAsync()
    {
        await Visitor.ArriveAsync();
        await RefreshAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync();
        }
    }

    /// <summary>Looks again at once.</summary>
    protected async Task RefreshAsync()
    {
        await looking.WaitAsync(left.Token);
        try
        {
            // In an open page one goes from place to place without passing the door again.
            if (Visitor.Caller is null)
            {
                View = null;
                return;
            }

            var now = Clock.GetUtcNow();
            View = await Task.Run(() => Store.Read(session => Look(session, now)));
            (Fault, Now) = (null, now);
        }
        catch (StoreUnavailableException e)
        {
            Fault = e.Message;
        }
        finally
        {
            looking.Release();
        }
    }

    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Interval, Wall.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(left.Token))
            {
                if (Visitor.Caller is null)
                {
                    // The session is over: the door leads to where one signs in, and back here.
                    await InvokeAsync(() => Navigation.NavigateTo(Navigation.Uri, forceLoad: true));
                    return;
                }

                await InvokeAsync(async () =>
                {
                    await RefreshAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The person has left the page.
        }
        catch (Exception e)
        {
            Logger.LogError(e, "The page {Uri} follows the store no more", Navigation.Uri);
            await InvokeAsync(() =>
            {
                Fault = "This page has met a fault and shows no news any more; load it again. The log of the process tells more.";
                StateHasChanged();
            });
        }
    }
}
