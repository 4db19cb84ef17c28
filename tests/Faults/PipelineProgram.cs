using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Pipeline.Faults;

/// <summary>One process of the real program, which can be killed at any moment and started again on the same data and port.</summary>
public sealed class PipelineProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FailpointDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient http;
    private readonly ProgramBuild build;
    private readonly IReadOnlyList<string> arguments;
    private readonly string outputFile;
    private Process? process;

    /// <param name="data">The folder it works in. What it prints goes to a file beside it.</param>
    /// <param name="command">The command and its arguments; the folder and the address are added.</param>
    public PipelineProgram(string data, params IReadOnlyList<string> command)
        : this(ProgramBuild.Own, data, command)
    {
    }

    /// <param name="build">Which version of the program.</param>
    /// <param name="data">The folder it works in.</param>
    /// <param name="command">The command and its arguments.</param>
    public PipelineProgram(ProgramBuild build, string data, IReadOnlyList<string> command)
    {
        this.build = build;
        var address = new IPEndPoint(IPAddress.Loopback, FreePort.Take());
        Address = new Uri($"http://{address}");
        Name = build.Name + string.Join('-', command.TakeWhile(word => !word.StartsWith('-')));
        http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
        arguments = [.. command, "--data", data, "--http", address.ToString()];
        outputFile = Path.Combine(Directory.GetParent(data)!.FullName, $"{Name}-{address.Port}.out");
    }

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>Whether it has ended though nobody has ended it.</summary>
    public bool HasEnded => process is { HasExited: true };

    /// <summary>With what it has ended; 128 and the signal's number where that was one.</summary>
    public int ExitCode => process!.ExitCode;

    /// <summary>Its memory that is resident now, in MB.</summary>
    public double ResidentMb
    {
        get
        {
            process!.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Whether it was told to run a worker, by its name or with all of them.</summary>
    public bool Hosts(string worker) => arguments[0] == "run" || arguments.TakeWhile(word => !word.StartsWith('-')).Contains(worker);

    /// <summary>Starts it; <see cref="WaitUntilItServesAsync"/> says when it answers.</summary>
    /// <param name="failpoint">The failpoint it is armed with, if any: <c>PLACE=kill@N</c> or <c>PLACE=stop@N</c>.</param>
    public void Start(string? failpoint = null)
    {
        var start = new ProcessStartInfo(build.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The program looks for the runtime in the usual places only; the SDK may have been unpacked anywhere.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        start.Environment["PIPELINE_FAILPOINT"] = failpoint;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>How many messages its workers have had since its start, as its metrics say.</summary>
    public async Task<double> MessagesAsync()
    {
        const string Count = "pipeline_stage_seconds_count{";
        var page = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return page.Split('\n').Where(line => line.StartsWith(Count, StringComparison.Ordinal)).Sum(line => double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture));
    }

    public Task WaitUntilItServesAsync(CancellationToken cancellationToken) => WaitForAsync("/health/live", cancellationToken);

    /// <summary>Returns when everything it needs is there, the broker too.</summary>
    public Task WaitUntilItIsReadyAsync(CancellationToken cancellationToken) => WaitForAsync("/health/ready", cancellationToken);

    /// <summary>Ends it in the middle of whatever it does (<c>kill -9</c>).</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        Forget();
    }

    /// <summary>Returns when it has killed itself at the failpoint it was started with.</summary>
    /// <exception cref="InvalidOperationException">It did not come by there, or ended in another way.</exception>
    public async Task WaitUntilItKillsItselfAsync(CancellationToken cancellationToken)
    {
        const int KilledBySignal = 128 + 9;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(FailpointDeadline);
        try
        {
            await process!.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NeverThere();
        }

        if (process.ExitCode != KilledBySignal)
        {
            throw Ended($"ended with exit code {process.ExitCode} instead of at its failpoint");
        }

        Forget();
    }

    /// <summary>Returns when it stands still at the failpoint it was started with.</summary>
    /// <exception cref="InvalidOperationException">It did not come by there.</exception>
    public async Task WaitUntilItStandsStillAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!StandsStill())
        {
            MustRun();
            if (TimeProvider.System.GetElapsedTime(started) > FailpointDeadline)
            {
                throw NeverThere();
            }

            await Task.Delay(AskInterval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Lets it go on (SIGCONT).</summary>
    public Task WakeAsync() => SignalAsync("CONT");

    /// <summary>Sends it a signal by its name, whatever becomes of it; <see cref="Supervision"/> starts again what ends.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Tells it to drain and stop (SIGTERM).</summary>
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        using var deadline = new CancellationTokenSource(StopDeadline);
        try
        {
            await process!.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"{Name} did not stop within {StopDeadline.TotalSeconds} s of being told to");
        }

        var code = process.ExitCode;
        Forget();
        if (code != 0)
        {
            throw Ended($"stopped with exit code {code}");
        }
    }

    /// <exception cref="InvalidOperationException">It ended though nobody told it to.</exception>
    public void MustRun()
    {
        if (process is null or { HasExited: true })
        {
            throw Ended($"ended by itself with exit code {process?.ExitCode}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await KillAsync();
        }

        http.Dispose();
    }

    // The state stands behind the name, which is in brackets and may contain anything.
    private bool StandsStill() => File.ReadAllText($"/proc/{process!.Id}/stat") is var stat && stat[stat.LastIndexOf(')')..].StartsWith(") T", StringComparison.Ordinal);

    private InvalidOperationException NeverThere() => new($"{Name} did not come by its failpoint within {FailpointDeadline.TotalSeconds} s");

    private async Task WaitForAsync(string path, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(path, cancellationToken))
        {
            MustRun();
            if (TimeProvider.System.GetElapsedTime(started) > StartDeadline)
            {
                throw Ended($"does not answer {path} well within {StartDeadline.TotalSeconds} s");
            }

            await Task.Delay(AskInterval, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Not there yet, or too busy to answer in time; the deadline is the caller's.
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (arguments)
            {
                File.AppendAllText(outputFile, line + Environment.NewLine);
            }
        }
    }

    private void Forget()
    {
        process!.Dispose();
        process = null;
    }

    private InvalidOperationException Ended(string how)
    {
        lock (arguments)
        {
            var last = File.Exists(outputFile) ? File.ReadLines(outputFile).TakeLast(20) : [];
            return new InvalidOperationException($"{Name} {how}: {string.Join(Environment.NewLine, last)}");
        }
    }
}
