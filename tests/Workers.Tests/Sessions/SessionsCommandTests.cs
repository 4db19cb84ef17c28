using System.Diagnostics;
using NUnit.Framework;

namespace Pipeline.Workers.Tests.Sessions;

/// <summary>What <c>pipeline sessions</c> prints.</summary>
public sealed class SessionsCommandTests
{
    private static readonly string[] ThanksgivingWeek = ["--market", "XNYS", "--from", "2026-11-25", "--to", "2026-11-30"];

    [Test]
    public void Csv_has_one_line_a_session_in_UTC() => Assert.That(SessionsRun.Of([.. ThanksgivingWeek, "--format", "csv"]), Is.EqualTo(
        """
        date,open_utc,close_utc
        2026-11-25,2026-11-25T14:30:00Z,2026-11-25T21:00:00Z
        2026-11-27,2026-11-27T14:30:00Z,2026-11-27T18:00:00Z
        2026-11-30,2026-11-30T14:30:00Z,2026-11-30T21:00:00Z

        """));

    [Test]
    public void Csv_of_a_market_with_breaks_has_two_columns_more() => Assert.That(
        SessionsRun.Of("--market", "XTKS", "--from", "2026-03-10", "--to", "2026-03-10", "--format", "csv"), Is.EqualTo(
        """
        date,open_utc,close_utc,break_start_utc,break_end_utc
        2026-03-10,2026-03-10T00:00:00Z,2026-03-10T06:30:00Z,2026-03-10T02:30:00Z,2026-03-10T03:30:00Z

        """));

    [Test]
    public void A_break_that_happened_once_changes_no_columns() => Assert.That(
        SessionsRun.Of("--market", "XNYS", "--from", "2001-06-08", "--to", "2001-06-08", "--format", "csv"), Is.EqualTo(
        """
        date,open_utc,close_utc
        2001-06-08,2001-06-08T13:30:00Z,2001-06-08T20:00:00Z

        """));

    [Test]
    public void All_that_is_known_of_New_York_is_9049_sessions() => Assert.That(
        SessionsRun.Of("--market", "XNYS", "--from", "2000-01-01", "--to", "2035-12-31", "--format", "csv").Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1 + 9049));

    [Test]
    public void The_table_says_what_is_special_about_a_day()
    {
        var table = SessionsRun.Of(ThanksgivingWeek);

        Assert.That(table, Does.Match("2026-11-26 Thu +closed +holiday: Thanksgiving Day\n").And.Match("2026-11-27 Fri +09:30 +13:00 .* day after Thanksgiving Day\n"));
    }

    [Test]
    public void Json_has_the_phases_and_the_auctions_as_well() => Assert.That(
        SessionsRun.Of([.. ThanksgivingWeek, "--format", "json"]),
        Does.Contain("\"extended_close_utc\": \"2026-11-27T22:00:00Z\"").And.Contain("\"closing_auction_until_utc\": \"2026-11-27T17:50:00Z\""));

    [Test]
    public void Every_market_is_listed() => Assert.That(
        SessionsRun.Of("--list").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]),
        Is.EqualTo(new[] { "XNYS", "XNAS", "XLON", "XETR", "XTKS", "CMES", "24/7", "24/5" }));

    [Test]
    public void An_overrides_file_changes_what_is_printed()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("sessions.json"), """{"markets":{"XNYS":[{"date":"2026-11-25","closed":true,"reason":"storm"}]}}""");

        Assert.That(SessionsRun.Of([.. ThanksgivingWeek, "--overrides", folder.File("sessions.json")]), Does.Match("2026-11-25 Wed +closed +closed: storm\n"));
    }

    [TestCase("--market: name one of XNYS, ")]
    [TestCase("--market: there is no market 'NYSE'; there are XNYS, ", "--market", "NYSE")]
    [TestCase("--from, --to: XNYS is known from 2000-01-01 to 2035-12-31, and not from 1999-12-31", "--market", "XNYS", "--from", "1999-12-31")]
    [TestCase("--from, --to: XLON is known from 2020-01-01 to 2030-12-31, and not from 2030-01-01 to 2031-01-01", "--market", "XLON", "--from", "2030-01-01", "--to", "2031-01-01")]
    [TestCase("--from, --to: XNYS is known from 2000-01-01 to 2035-12-31, and not from 9999-12-15 to 9999-12-31", "--market", "XNYS", "--from", "9999-12-15")]
    [TestCase("--to: 2026-01-01 is before --from, 2026-02-01", "--market", "XNYS", "--from", "2026-02-01", "--to", "2026-01-01")]
    [TestCase("--from: '1/2/2026' is no day; write 2026-01-31", "--market", "XNYS", "--from", "1/2/2026")]
    [TestCase("--format: 'xml' is none of table, csv, json", "--market", "XNYS", "--format", "xml")]
    [TestCase("--overrides: /nowhere/at/all: ", "--market", "XNYS", "--overrides", "/nowhere/at/all")]
    public void What_cannot_be_printed_is_refused(string fault, params string[] arguments) => Assert.That(SessionsRun.Refused(arguments), Does.StartWith(fault));

    // A machine's own zone, and its clock changes, must mean nothing.
    [TestCase("Asia/Singapore")]
    [TestCase("Pacific/Apia")]
    [TestCase("America/New_York")]
    public async Task A_host_in_any_zone_prints_the_same(string zone)
    {
        var printed = await PrintAsync(zone, "--market", "XNYS", "--from", "2026-01-01", "--to", "2026-12-31", "--format", "csv");

        Assert.That(printed, Is.EqualTo(SessionsRun.Of("--market", "XNYS", "--from", "2026-01-01", "--to", "2026-12-31", "--format", "csv")));
    }

    private static async Task<string> PrintAsync(string zone, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "pipeline.dll"), "sessions", .. arguments]) { RedirectStandardOutput = true };
        start.Environment["TZ"] = zone;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
