using System.Text.Json;
using NUnit.Framework;
using Pipeline.Host.Commands;

namespace Pipeline.Workers.Tests.Settings;

/// <summary>What <c>pipeline limits</c> says of a file that can be put in force and is perhaps not what was meant.</summary>
public sealed class LimitsCommandTests
{
    private const string Warning = "$.accounts.papre: applies to no order here: the account served is paper";

    [Test]
    public void Limits_of_an_account_that_is_not_served_are_warned_of_and_no_fault([Values("check", "show")] string act)
    {
        using var folder = new TempFolder();
        var file = folder.File("limits.json");
        File.WriteAllText(file, """{"accounts": {"paper": {"max_order_qty": 5}, "papre": {"max_order_qty": 5}}}""");
        string[] arguments = act == "check" ? ["check", file] : ["show", "--limits", file];

        Assert.That(Of([.. arguments, "--table"]), Does.Contain($"warning: {Warning}").And.Not.Contain("$.accounts.paper:"));
        var warning = JsonDocument.Parse(Of(arguments)).RootElement.GetProperty("warnings").EnumerateArray().Single();
        Assert.That($"{warning.GetProperty("path")}: {warning.GetProperty("message")}", Is.EqualTo(Warning));
    }

    private static string Of(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.That(LimitsCommand.Create().Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false, Output = output }), Is.Zero);
        return output.ToString();
    }
}
