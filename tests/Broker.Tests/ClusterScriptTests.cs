using System.Diagnostics;
using NUnit.Framework;
using Pipeline.Faults;

namespace Pipeline.Broker.Tests;

/// <summary><c>scripts/cluster</c> has to do with its own nodes alone.</summary>
public sealed class ClusterScriptTests
{
    [TestCase("{0}")]
    [TestCase("{0} 1")]
    public async Task Whoever_has_a_nodes_process_id_after_a_reboot_is_left_alone(string noted)
    {
        var data = Directory.CreateTempSubdirectory("pipeline-cluster-");
        using var other = Process.Start("sleep", "600");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(data.FullName, "ports"), "port_mapper_port=1\ntls=''\nssl_library=''\n");
            await File.WriteAllTextAsync(Path.Combine(data.CreateSubdirectory("node1").FullName, "server.pid"), string.Format(noted, other.Id));

            Assert.That(await CodeOfAsync("--data", data.FullName, "kill", "1"), Is.Zero);
            Assert.That(await CodeOfAsync("--data", data.FullName, "pause", "1"), Is.Not.Zero, "there is no node to freeze");
            Assert.That(other.HasExited, Is.False);
        }
        finally
        {
            other.Kill();
            data.Delete(recursive: true);
        }
    }

    private static async Task<int> CodeOfAsync(params string[] arguments)
    {
        using var process = Process.Start("bash", [Repository.File("scripts/cluster"), .. arguments]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
