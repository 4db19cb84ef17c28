using System.CommandLine;
using System.Text.Json;
using NUnit.Framework;
using Pipeline.Bus.Topology;
using Pipeline.Host.Commands;
using Pipeline.Host.Options;

namespace Pipeline.Workers.Tests.Bus;

/// <summary>What <c>pipeline setup --definitions</c> takes for the users' passwords. What it prints is imported at once, and whoever has no password then is locked out.</summary>
public sealed class UserPasswordsTests
{
    private TempFolder folder = null!;

    [SetUp]
    public void Make() => folder = new TempFolder();

    [TearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.That(() => Setup(folder.File("secret")), Throws.TypeOf<OptionException>().With.Message.EqualTo($"--passwords: there is no folder {folder.File("secret")}"));

    [Test]
    public void A_folder_without_a_file_for_any_user_is_refused()
    {
        File.WriteAllText(folder.File("somebody"), "secret");
        File.WriteAllText(folder.File("pipeline-intake"), "\n");

        Assert.That(() => Setup(folder.Path), Throws.TypeOf<OptionException>().With.Message.Contains(folder.Path).And.Message.Contains("none of pipeline-setup, pipeline-intake, "));
    }

    [Test]
    public void A_user_without_a_file_is_named_and_has_no_password()
    {
        foreach (var user in BrokerUsers.All.Where(user => user.Name != "pipeline-agent"))
        {
            File.WriteAllText(folder.File(user.Name), "secret\n");
        }

        var (output, error) = Setup(folder.Path);

        using var definitions = JsonDocument.Parse(output);
        var without = definitions.RootElement.GetProperty("users").EnumerateArray().Where(user => user.GetProperty("password_hash").GetString() == "").Select(user => user.GetProperty("name").GetString());
        Assert.That(without, Is.EqualTo(new[] { "pipeline-agent" }));
        Assert.That(error, Is.EqualTo($"pipeline: pipeline-agent can't log in: there is no password in {folder.File("pipeline-agent")}{Environment.NewLine}"));
    }

    [Test]
    public void A_file_that_cannot_be_read_is_named()
    {
        Directory.CreateDirectory(folder.File("pipeline-session"));

        Assert.That(() => Setup(folder.Path), Throws.TypeOf<OptionException>().With.Message.StartsWith($"--passwords: {folder.File("pipeline-session")} can't be read: "));
    }

    private static (string Output, string Error) Setup(string passwords)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        SetupCommand.Create().Parse(["--definitions", "--passwords", passwords])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error }).GetAwaiter().GetResult();
        return (output.ToString(), error.ToString());
    }
}
