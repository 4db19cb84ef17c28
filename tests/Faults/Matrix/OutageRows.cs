namespace Pipeline.Faults.Matrix;

/// <summary>The rows in which the broker or the store is away, or a process stands still, while agents go on publishing.</summary>
internal static class OutageRows
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Sleep = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<MatrixRow> All { get; } =
    [
        new("broker killed, away for 20 s", (run, stop) => AwayAsync(run, run.Server.StopAsync, run.Server.StartAsync, stop)) { HarmsTheBroker = true },
        new("broker stopped for 20 s", (run, stop) => AwayAsync(run, run.Server.PauseAsync, run.Server.ResumeAsync, stop)) { HarmsTheBroker = true },
        new("broker's disk alarm for 20 s", DiskAlarmAsync) { HarmsTheBroker = true },
        new("submission stopped for 60 s after its grant", SleepAsync) { Deploy = Deployment.WithTwoSubmitters },
        new("store locked for 20 s", StoreLockedAsync),
        new("store's disk full for 20 s", DiskFullAsync),
        new("store's log cut after its last 202", LogCutAsync) { Deploy = (data, _) => Deployment.OfTheDoor(data, Nowhere()) },
        RestoreRows.OldBackup,
    ];

    /// <summary>Takes something away in the middle of a load, publishes another load meanwhile and a third one afterwards.</summary>
    /// <param name="untilRefused">Whether more loads are published while it is away, until an agent was told 503: a full disk is missed only when what is written needs new room.</param>
    private static async Task AwayAsync(RowRun run, Func<Task> take, Func<Task> giveBack, CancellationToken stop, bool untilRefused = false)
    {
        await run.Pipeline.StartTogetherAsync(stop);
        var before = run.PublishAsync(stop);
        await run.UntilAcknowledgedAsync(run.Orders / 3, stop);
        await take();
        var isAway = true;
        var meanwhile = PublishMeanwhileAsync();
        await Task.Delay(Outage, TimeProvider.System, stop);
        isAway = false;
        await giveBack();
        foreach (var program in run.Pipeline.Programs)
        {
            program.MustRun();
        }

        await run.PublishAsync(stop);
        await Task.WhenAll(before, meanwhile);

        async Task PublishMeanwhileAsync()
        {
            do
            {
                await run.PublishAsync(stop);
            }
            while (untilRefused && run.Unavailable == 0 && isAway);
        }
    }

    private static Task DiskAlarmAsync(RowRun run, CancellationToken stop) => AwayAsync(
        run,
        async () =>
        {
            await run.Server.RunCtlAsync("set_disk_free_limit", "900GB");
            var alarms = await run.Server.RunCtlAsync("eval", "rabbit_alarm:get_alarms().");
            if (!alarms.Contains("disk", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The broker raised no disk alarm: {alarms}");
            }
        },
        () => run.Server.RunCtlAsync("set_disk_free_limit", "1GB"),
        stop);

    /// <summary>
    /// A process that submits falls asleep with a grant in its hand. The other one resolves the claim and sends the order; the
    /// sleeper wakes and must not.
    /// </summary>
    private static async Task SleepAsync(RowRun run, CancellationToken stop)
    {
        var sleeper = run.Pipeline.Programs[^1];
        var failpoint = $"submission.grant=stop@{run.Random.Next(1, run.Orders / 4)}";
        foreach (var program in run.Pipeline.Programs)
        {
            program.Start(program == sleeper ? failpoint : null);
        }

        await run.Pipeline.WaitUntilReadyAsync(stop);
        var publishing = await FallAsleepAsync(run, sleeper, stop);
        while (!StoreLock.CanBeTaken(run.StoreFile) || !StoreLock.CanBeTaken(Path.Combine(run.Data, "paper.db")))
        {
            // It fell asleep with the store or the venue's book in its other hand, so nobody could do anything about its order.
            await sleeper.WakeAsync();
            await publishing;
            await sleeper.KillAsync();
            sleeper.Start(failpoint);
            await sleeper.WaitUntilItIsReadyAsync(stop);
            publishing = await FallAsleepAsync(run, sleeper, stop);
        }

        await Task.Delay(Sleep, TimeProvider.System, stop);
        if (run.SecondAttempts() == 0)
        {
            run.Blame("nobody took the sleeper's order over, so its waking was no danger");
        }

        await sleeper.WakeAsync();
        await publishing;
        await run.PublishAsync(stop);
    }

    // Orders come one after the other: the sleeper should have no other one in its hands.
    private static async Task<Task> FallAsleepAsync(RowRun run, PipelineProgram sleeper, CancellationToken stop)
    {
        var publishing = run.PublishAsync(stop, publishers: 1);
        await sleeper.WaitUntilItStandsStillAsync(stop);
        return publishing;
    }

    private static async Task StoreLockedAsync(RowRun run, CancellationToken stop)
    {
        await using var theLock = new StoreLock(run.StoreFile);
        await AwayAsync(run, theLock.TakeAsync, theLock.GiveBackAsync, stop);
        MustHaveBeenTold503(run);
    }

    private static async Task DiskFullAsync(RowRun run, CancellationToken stop)
    {
        var disk = await SmallDisk.MountAsync(run.Data);
        run.Own(disk);
        await AwayAsync(run, disk.FillAsync, disk.FreeAsync, stop, untilRefused: true);
        MustHaveBeenTold503(run);
    }

    /// <summary>
    /// Kills the door's process under load and cuts the store's log as a power cut might, several times over. Nothing has
    /// reached the broker, so nobody but the agents with a 202 relies on what is cut.
    /// </summary>
    private static async Task LogCutAsync(RowRun run, CancellationToken stop)
    {
        const int Cuts = 5;
        const int MostCuts = 20;
        var door = run.Pipeline.Programs[0];
        var cut = 0L;

        // Where the last promise is in the last commit there is nothing to cut: then the door is killed once more.
        for (var round = 1; round <= Cuts || (cut == 0 && round <= MostCuts); round++)
        {
            door.Start();
            await door.WaitUntilItServesAsync(stop);
            await KillUnderLoadAsync(run, door, stop);
            var promised = run.Attempts.Select(attempt => attempt.ClOrdId).OfType<string>().ToList();
            run.BehindTheWatch(() => cut += WalCut.AtRandom(run.StoreFile, promised, run.Random));
        }

        if (cut == 0)
        {
            run.Blame("there was nothing to cut");
        }

        run.Redeploy(Deployment.InTwoProcesses(run.Data, run.Broker));
        await run.Pipeline.StartTogetherAsync(stop);
        await run.RepeatAllAsync(stop);
    }

    // Agents give up at the kill, so that nobody is promised anything any more once it returns.
    private static async Task KillUnderLoadAsync(RowRun run, PipelineProgram victim, CancellationToken stop)
    {
        using var agents = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var promised = run.Acknowledged;
        var publishing = run.PublishAsync(agents.Token);
        await run.UntilAcknowledgedAsync(promised + run.Random.Next(1, run.Orders * 3 / 4), stop);
        await victim.KillAsync();
        await agents.CancelAsync();
        try
        {
            await publishing;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // They gave up.
        }
    }

    private static void MustHaveBeenTold503(RowRun run)
    {
        if (run.Unavailable == 0)
        {
            run.Blame("no agent was told 503, so the outage did not bite");
        }
    }

    // A port on which no broker listens.
    private static Uri Nowhere() => new($"amqp://guest:guest@127.0.0.1:{FreePort.Take()}");
}
