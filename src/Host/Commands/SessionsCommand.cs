using System.CommandLine;
using Pipeline.Host.Options;
using Pipeline.Host.Sessions;
using Pipeline.Trading.Sessions;
using Pipeline.Trading.Sessions.Markets;
using Pipeline.Trading.Sessions.Overrides;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline sessions</c>: prints when a market trades.</summary>
internal sealed class SessionsCommand
{
    private readonly Command command = new(
        "sessions",
        """
        Prints the sessions of a market, one a line, as every check of the pipeline knows them.

          pipeline sessions --market XNYS --from 2026-01-01 --to 2026-12-31
          pipeline sessions --market XTKS --from 2026-05-01 --to 2026-05-31 --format csv
          pipeline sessions --market XNYS --from 2026-03-02 --to 2026-03-06 --overrides sessions.json
          pipeline sessions --list

        csv has the columns date,open_utc,close_utc, and break_start_utc,break_end_utc for a market whose regular hours have a break now
        or had one (XTKS, CMES). date is the trading day in the market's zone; times are UTC, the close is the first instant after the
        session. table adds the market's own clock and what is special about a day, days on which it is closed for a reason included. json has
        everything: phases before the open and after the close, the cut-offs of the auctions, a break that happened once.
        Exit code: 0 when they were printed, 2 when the market, a date or the file is not understood or the dates are not all known.
        """);

    private readonly Option<string?> market = new("--market") { Description = $"One of {string.Join(", ", KnownMarkets.Codes)}.", HelpName = "MARKET" };

    private readonly Option<string?> from = new("--from") { Description = "First trading day, such as 2026-01-01. [default: today]", HelpName = "DATE" };

    private readonly Option<string?> to = new("--to") { Description = "Last trading day. [default: 30 days after --from]", HelpName = "DATE" };

    private readonly Option<string> format = new("--format") { Description = "table, csv or json.", DefaultValueFactory = _ => "table", HelpName = "FORMAT" };

    private readonly Option<string?> overrides = new("--overrides")
    {
        Description = "A file with one-off closures and hours, as in the setting --session-overrides.", HelpName = "FILE",
    };

    private readonly Option<bool> list = new("--list") { Description = "Print every market with its zone and the days it is known for." };

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of the overrides file and stop." };

    private SessionsCommand()
    {
        Option[] options = [market, from, to, format, overrides, list, schema];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(Run);
    }

    public static Command Create() => new SessionsCommand().command;

    private int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(schema))
        {
            output.WriteLine(OverridesSchema.Json);
            return 0;
        }

        var file = parsed.GetValue(overrides) is { } path ? SessionsFile.Read(path, "--overrides") : SessionOverrides.None;
        var calendars = SessionCalendars.Create(SymbolMarkets.Default, file);
        if (parsed.GetValue(list))
        {
            SessionsPrinter.WriteMarkets(output, KnownMarkets.Codes.Select(code => calendars[code]));
            return 0;
        }

        var write = SessionsPrinter.Of(parsed.GetValue(format)!)
            ?? throw new OptionException($"--format: '{parsed.GetValue(format)}' is none of table, csv, json");
        var calendar = Calendar(calendars, parsed.GetValue(market));
        var (first, last) = Days(parsed, calendar);
        write(output, calendar, Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays));
        return 0;
    }

    private static ISessionCalendar Calendar(SessionCalendars calendars, string? code) => code switch
    {
        null => throw new OptionException($"--market: name one of {string.Join(", ", KnownMarkets.Codes)}"),
        _ when KnownMarkets.Codes.Contains(code) => calendars[code],
        _ => throw new OptionException($"--market: there is no market '{code}'; there are {string.Join(", ", KnownMarkets.Codes)}"),
    };

    private (DateOnly First, DateOnly Last) Days(ParseResult parsed, ISessionCalendar calendar)
    {
        var first = Date(parsed.GetValue(from), "--from") ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var last = Date(parsed.GetValue(to), "--to") ?? DateOnly.FromDayNumber(Math.Min(first.DayNumber + 30, DateOnly.MaxValue.DayNumber));
        if (last < first)
        {
            throw new OptionException($"--to: {last:yyyy-MM-dd} is before --from, {first:yyyy-MM-dd}");
        }

        return first >= calendar.First && last <= calendar.Last
            ? (first, last)
            : throw new OptionException(
                $"--from, --to: {calendar.Market} is known from {calendar.First:yyyy-MM-dd} to {calendar.Last:yyyy-MM-dd}, and not from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}");
    }

    private static DateOnly? Date(string? text, string flag) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date
        : throw new OptionException($"{flag}: '{text}' is no day; write 2026-01-31");
}
