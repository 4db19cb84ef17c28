using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Store;
using Pipeline.Store.Audit;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Audit;

namespace Pipeline.Operator.Audit;

/// <summary>
/// Gives the chain's signed head away, to a file and to an address, when it has moved. A head is exported before that is recorded: after
/// a crash in between the same head is exported once more, which says nothing new.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="options">Where to.</param>
/// <param name="key">What it is signed with.</param>
/// <param name="http">The way to the address.</param>
/// <param name="machine">The machine's clock.</param>
/// <param name="clock">The pipeline's clock, which the journal runs on.</param>
/// <param name="logger">Told of what fails.</param>
public sealed class HeadExport(
    IStore store, AuditOptions options, ECDsa key, HttpMessageInvoker http, TimeProvider machine, TimeProvider clock, ILogger<HeadExport> logger)
{
    private const string ToFile = "file";
    private const string ToUrl = "url";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, long> failingSince = [];

    /// <summary>Exports the head to every target that does not have it.</summary>
    public async Task ExportAsync(CancellationToken cancellationToken)
    {
        if (options.HeadsFile.Length > 0)
        {
            await ExportAsync(ToFile, AppendAsync, cancellationToken).ConfigureAwait(false);
        }

        if (options.HeadsUrl.Length > 0)
        {
            await ExportAsync(ToUrl, PostAsync, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ExportAsync(string target, Func<string, CancellationToken, Task> give, CancellationToken cancellationToken)
    {
        var (first, newest, exported) = store.Read(session => (AuditSealTable.After(session, 0), AuditSealTable.Newest(session), AuditExportTable.LastSeq(session, target)));
        if (newest is null || newest.LastSeq == exported)
        {
            return;
        }

        var name = Convert.ToHexStringLower(first!.Entries.AsSpan(sizeof(long), AuditChain.HashSize));
        try
        {
            await give(AuditHead.Sign(name, newest, key).ToLine(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or TimeoutException)
        {
            logger.LogWarning("The audit chain's head could not be exported to the {Target} and is tried again: {Error}", target, e.Message);
            await FailedAsync(target, newest.LastSeq, cancellationToken).ConfigureAwait(false);
            return;
        }

        failingSince.Remove(target);
        Metrics.CountExport(target, isDone: true);
        Metrics.SetExported(target, newest.LastSeq);
        await store.WriteAsync(
            Turn.Of("audit"),
            session =>
            {
                AuditExportTable.Save(session, target, newest.LastSeq, machine.GetUtcNow());
                AuditConditionTable.End(session, Alert.AuditExportFailed, target);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task FailedAsync(string target, long seq, CancellationToken cancellationToken)
    {
        Metrics.CountExport(target, isDone: false);
        var now = machine.GetTimestamp();
        var since = failingSince.TryGetValue(target, out var known) ? known : failingSince[target] = now;
        if (machine.GetElapsedTime(since, now) < options.ExportLimit)
        {
            return;
        }

        await store.WriteAsync(
            Turn.Of("audit"),
            session =>
            {
                if (AuditConditionTable.TryBegin(session, Alert.AuditExportFailed, target, clock.GetUtcNow()))
                {
                    JournalTable.RaiseAlert(session, Alert.AuditExportFailed, target, Stages.Operator, clock.GetUtcNow(), null, new { target, seq });
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task AppendAsync(string line, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(options.HeadsFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

        // A line that a power cut has left unfinished stays what it is; this one begins on a line of its own.
        var isTorn = false;
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            isTorn = file.ReadByte() != '\n';
        }

        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(Encoding.UTF8.GetBytes((isTorn ? "\n" : "") + line + "\n"), cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }

    private async Task PostAsync(string line, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.HeadsUrl) { Content = new StringContent(line, Encoding.UTF8, "application/json") };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.SendAsync(request, patience.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"it answered {(int)answer.StatusCode}");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {Patience.TotalSeconds:0} s");
        }
    }
}
