using Microsoft.Data.Sqlite;
using Pipeline.Store.Steps;

namespace Pipeline.Faults.Matrix;

/// <summary>The rows in which the store is replaced by an older one.</summary>
internal static class RestoreRows
{
    /// <summary>Later than anything the lost store has seen: a rehearsal clock begins at what is on record, which is the backup.</summary>
    private const string AfterTheLoss = "2026-03-02T10:10:00-05:00";

    public static MatrixRow OldBackup { get; } = new("old backup restored", (run, stop) => RestoreAsync(run, null, stop));

    /// <summary>
    /// Takes a backup while orders are on their way, lets all of them end, loses the store, restores the backup, and has every
    /// agent repeat everything.
    /// </summary>
    /// <param name="run">The row.</param>
    /// <param name="failpoint">A failpoint at which the venue's side dies on the restored store, if any.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task RestoreAsync(RowRun run, string? failpoint, CancellationToken stop)
    {
        await run.Pipeline.StartTogetherAsync(stop);
        var publishing = run.PublishAsync(stop);
        await run.UntilAcknowledgedAsync(run.Orders / 2, stop);
        var backup = run.StoreFile + ".backup";
        Back(run.StoreFile, backup);
        await publishing;
        await run.DrainAsync(stop);
        await run.Pipeline.KillAsync();

        run.LostStore = run.StoreFile + ".lost";
        run.BehindTheWatch(() =>
        {
            Back(run.StoreFile, run.LostStore);
            Replace(run.StoreFile, backup);
        });
        run.Redeploy(Deployment.InTwoProcessesAt(AfterTheLoss, run.Data, run.Broker, "--restored"));
        var venueSide = run.Pipeline.ProgramOf(Stages.Reconciliation);
        foreach (var program in run.Pipeline.Programs)
        {
            program.Start(program == venueSide ? failpoint : null);
        }

        if (failpoint is not null)
        {
            await venueSide.WaitUntilItKillsItselfAsync(stop);
            venueSide.Start();
        }

        await run.RepeatAllAsync(stop);
    }

    private static void Back(string store, string copy)
    {
        using var from = new SqliteConnection($"Data Source={store};Pooling=False");
        using var to = new SqliteConnection($"Data Source={copy};Pooling=False");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
    }

    private static void Replace(string store, string backup)
    {
        File.Delete(store + "-wal");
        File.Delete(store + "-shm");
        File.Copy(backup, store, overwrite: true);
    }
}
