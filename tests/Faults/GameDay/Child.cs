using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Faults.GameDay;

/// <summary>A program that runs beside the pipeline, and goes with this process. What it prints goes to a file of the run.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly string outputFile;

    /// <exception cref="InvalidOperationException">There is no such program.</exception>
    public Child(string folder, string program, params IReadOnlyList<string> arguments)
    {
        outputFile = Path.Combine(folder, $"{Path.GetFileName(program)}-{Environment.TickCount64}.out");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is not installed (Debian: apt-get install prometheus prometheus-alertmanager)", e);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The pipeline's own program.</summary>
    public static string Pipeline
    {
        get
        {
            var built = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.Combine(built.Parent!.Parent!.FullName, "Host", built.Name, "pipeline");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (process)
            {
                File.AppendAllText(outputFile, line + Environment.NewLine);
            }
        }
    }
}
