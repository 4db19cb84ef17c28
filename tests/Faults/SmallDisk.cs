using System.Diagnostics;

namespace Pipeline.Faults;

/// <summary>A file system of its own in memory, which can be filled. Mounting needs the right to (root).</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Size = "64m";
    private const int Chunk = 64 * 1024;

    /// <summary>Room that is left, so that the disk becomes full by the pipeline's own writes.</summary>
    private const int Left = 256 * 1024;

    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    private string Ballast => Path.Combine(folder, "ballast");

    /// <summary>Mounts one on a folder, which keeps the files that it has.</summary>
    /// <exception cref="InvalidOperationException">It may not be mounted here.</exception>
    public static async Task<SmallDisk> MountAsync(string folder)
    {
        var files = Directory.GetFiles(folder).ToDictionary(file => file, File.ReadAllBytes);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", folder);
        foreach (var (file, content) in files)
        {
            await File.WriteAllBytesAsync(file, content);
        }

        return new SmallDisk(folder);
    }

    /// <summary>Leaves next to no room.</summary>
    public async Task FillAsync()
    {
        await using var file = File.Create(Ballast);
        var chunk = new byte[Chunk];
        while (new DriveInfo(folder).AvailableFreeSpace > Left)
        {
            await file.WriteAsync(chunk);
            await file.FlushAsync();
        }
    }

    public Task FreeAsync()
    {
        File.Delete(Ballast);
        return Task.CompletedTask;
    }

    // Lazily: somebody may still be reading what the processes have printed.
    public async ValueTask DisposeAsync() => await RunAsync("umount", "--lazy", folder);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaint = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {complaint.Trim()}");
        }
    }
}
