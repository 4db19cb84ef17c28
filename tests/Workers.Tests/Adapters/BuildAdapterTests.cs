using NUnit.Framework;
using Pipeline.Workers.Tests.Deployment;

namespace Pipeline.Workers.Tests.Adapters;

/// <summary><c>scripts/build-adapter</c>, in a repository where nothing is built.</summary>
public sealed class BuildAdapterTests
{
    private TempFolder repository = null!;

    [SetUp]
    public void Open()
    {
        repository = new TempFolder();
        foreach (var folder in new[] { "bin", "scripts", "src/Venues/Alpaca" })
        {
            Directory.CreateDirectory(repository.File(folder));
        }

        File.Copy(ComposeFile.Repository("scripts", "build-adapter"), repository.File("scripts/build-adapter"));
        File.WriteAllText(repository.File("src/Venues/Alpaca/Alpaca.csproj"), "");
        Write("bin/dotnet", "exit");
    }

    [TearDown]
    public void Close() => repository.Dispose();

    [Test]
    public void It_prints_what_the_setting_takes()
    {
        Write("scripts/pipeline", "echo a-hash");

        Assert.That(Build("alpaca", "2"), Is.EqualTo(new Script(0, "alpaca/2@a-hash\n", "building alpaca/2\n")));
    }

    [Test]
    public void An_adapter_without_a_hash_is_none()
    {
        Write("scripts/pipeline", "exit 3");

        Assert.That(Build("alpaca", "2"), Is.EqualTo(new Script(3, "", "building alpaca/2\n")));
    }

    [Test]
    public void Help_is_what_was_asked_for()
    {
        Assert.That(Build("--help"), Is.EqualTo(new Script(0, Build().Error, "")));
        Assert.That(Build(), Has.Property(nameof(Script.ExitCode)).EqualTo(2).And.Property(nameof(Script.Error)).Contain("scripts/build-adapter VENUE VERSION"));
    }

    private void Write(string file, string act)
    {
        File.WriteAllText(repository.File(file), $"#!/bin/sh\n{act}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(repository.File(file), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private Script Build(params string[] arguments) => Script.Run(
        "bash", [("PATH", $"{repository.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}")], [repository.File("scripts/build-adapter"), .. arguments]);
}
