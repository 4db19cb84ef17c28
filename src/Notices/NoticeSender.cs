using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Failpoints;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Notices;

namespace Pipeline.Notices;

/// <summary>
/// Gives notices to OpenClaw's hooks, one after the other, until each is taken in. What the receiver answers is looked at as a status
/// and a pause; its words are not read.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="options">The settings.</param>
/// <param name="token">The hooks' token.</param>
/// <param name="http">The way there.</param>
/// <param name="machine">The machine's clock.</param>
/// <param name="clock">The pipeline's clock, which the journal runs on.</param>
/// <param name="logger">Told of what fails.</param>
public sealed class NoticeSender(
    IStore store, NoticesOptions options, string token, HttpMessageInvoker http, TimeProvider machine, TimeProvider clock, ILogger<NoticeSender> logger)
{
    private const int NoticesAtATime = 100;

    private int failures;
    private (long Since, TimeSpan For)? pause;
    private long? awaySince;

    /// <summary>Gives what is due, unless the receiver is being left alone. Then buries what was tried for too long.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="mayGoOn">Whether the duty is still this process's; asked before each notice.</param>
    /// <returns>Whether there may be more to give at once.</returns>
    public async Task<bool> SendAsync(CancellationToken cancellationToken, Func<bool>? mayGoOn = null)
    {
        var isWell = true;
        var given = 0;
        if (!IsPaused)
        {
            foreach (var notice in store.Read(session => NoticeTable.Due(session, machine.GetUtcNow(), NoticesAtATime)))
            {
                if (mayGoOn?.Invoke() == false)
                {
                    return false;
                }

                isWell = await GiveAsync(notice, cancellationToken).ConfigureAwait(false);
                if (!isWell)
                {
                    break;
                }

                given++;
            }
        }

        await BuryAsync(cancellationToken).ConfigureAwait(false);
        return isWell && given > 0;
    }

    private bool IsPaused => pause is { } one && machine.GetElapsedTime(one.Since) < one.For;

    // False when the receiver takes nothing now.
    private async Task<bool> GiveAsync(NoticeRow notice, CancellationToken cancellationToken)
    {
        var (answer, failure, asked) = await PostAsync(notice, cancellationToken).ConfigureAwait(false);
        if (answer == NoticeAnswer.Taken)
        {
            (failures, pause, awaySince) = (0, null, null);
            Failpoints.Hit(Stages.Notices, Failpoint.Confirmed);
            await store.WriteAsync(Turn.Of("notices"), session => NoticeTable.MarkSent(session, notice.Id, machine.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            Metrics.CountSent(notice.Kind);
            return true;
        }

        Metrics.CountFailed(answer);
        var wait = answer == NoticeAnswer.Refused
            ? NoticePace.Pause(notice.Attempts + 1, notice.EventId, asked)
            : NoticePace.Pause(++failures, notice.EventId, asked);
        logger.LogWarning("Notice {Id} ({Kind} of {Subject}) was not taken in: {Failure}; again in {Wait}", notice.Id, notice.Kind, notice.Subject, failure, wait);
        await store.WriteAsync(Turn.Of("notices"), session => NoticeTable.MarkFailed(session, notice.Id, failure, machine.GetUtcNow() + wait), cancellationToken).ConfigureAwait(false);
        if (answer == NoticeAnswer.Refused)
        {
            return true;
        }

        pause = (machine.GetTimestamp(), wait);
        awaySince ??= machine.GetTimestamp();
        return false;
    }

    private async Task<(NoticeAnswer Answer, string Failure, TimeSpan? Asked)> PostAsync(NoticeRow notice, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{options.Url.TrimEnd('/')}/{notice.Hook}") { Content = new ByteArrayContent(notice.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", notice.EventId);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Timeout);
        try
        {
            var sending = http.SendAsync(request, patience.Token);
            Failpoints.Hit(Stages.Notices, Failpoint.Published);
            using var answer = await sending.ConfigureAwait(false);
            return (NoticePace.Judge(answer.StatusCode), $"HTTP {(int)answer.StatusCode}", Asked(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (NoticeAnswer.Away, $"no answer within {options.Timeout.TotalSeconds:0.###} s", null);
        }
        catch (HttpRequestException e)
        {
            return (NoticeAnswer.Away, $"no answer: {e.HttpRequestError}", null);
        }
    }

    private TimeSpan? Asked(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - machine.GetUtcNow();

    private async Task BuryAsync(CancellationToken cancellationToken)
    {
        var since = machine.GetUtcNow() - options.DeadAfter;
        if (!store.Read(NoticeTable.Count).IsOlderThan(since))
        {
            return;
        }

        var isAway = awaySince is { } began && machine.GetElapsedTime(began) >= options.DeadAfter;
        await store.WriteAsync(
            Turn.Of("notices"),
            session =>
            {
                var dead = NoticeTable.Bury(session, since, isAway, machine.GetUtcNow());
                if (dead.Count > 0)
                {
                    JournalTable.RaiseAlert(
                        session, Alert.NoticeDead, "notices", Stages.Notices, clock.GetUtcNow(), null, new { notices = dead.Count, first = dead[0], last = dead[^1] });
                }
            },
            cancellationToken).ConfigureAwait(false);
    }
}
