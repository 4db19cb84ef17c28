using Pipeline.Intake;
using Pipeline.Simulation;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;
using Pipeline.Trading.Sessions;
using Pipeline.Venues.Paper;

namespace Pipeline.Host.Rehearsals;

/// <summary>
/// Intents over a recorded market: the clock goes from one quote to the next, past every arrival and every close, until all
/// orders have come to their end, or else to the last day's close.
/// </summary>
/// <param name="driver">The pipeline, at the rehearsal's start.</param>
/// <param name="quotes">The market.</param>
/// <param name="calendar">When it is in session.</param>
/// <param name="intents">What arrives, in order of time.</param>
internal sealed class Rehearsal(Driver driver, RecordedQuotes quotes, ISessionCalendar calendar, IReadOnlyList<ScheduledIntent> intents)
{
    private readonly List<string> refusals = [];

    /// <summary>The intents that intake did not take, and why; a line each.</summary>
    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>Runs to the end.</summary>
    /// <param name="pace">Called before the clock moves to an instant; whoever watches may wait there.</param>
    public async Task RunAsync(Func<DateTimeOffset, Task> pace)
    {
        var arrivals = intents.ToLookup(intent => intent.At);
        var last = intents[^1].At;
        foreach (var instant in Instants().Where(instant => instant >= driver.Now))
        {
            if (instant > last && driver.IsDone)
            {
                break;
            }

            await pace(instant).ConfigureAwait(false);
            driver.AdvanceTo(instant);
            Take(arrivals[instant]);
        }

        // What is held beyond the recording has a deadline, and is denied or finds no fresh quote when that comes.
        while (driver.NextDeadline is { } deadline && deadline > driver.Now)
        {
            await pace(deadline).ConfigureAwait(false);
            driver.AdvanceTo(deadline);
        }
    }

    /// <summary>All orders, in order of arrival.</summary>
    public IReadOnlyList<OrderView> Orders()
    {
        var orders = new List<OrderView>();
        for (long? after = 0; after is { } cursor;)
        {
            var (page, next) = driver.Store.Read(session => OrderQueries.List(session, new OrderFilter { After = cursor, Limit = OrderFilter.LargestPage }));
            orders.AddRange(page);
            after = next;
        }

        return orders;
    }

    private void Take(IEnumerable<ScheduledIntent> arriving)
    {
        foreach (var intent in arriving)
        {
            switch (driver.Take(intent.Body, intent.StandIn))
            {
                case IntakeResult.Refused refused:
                    refusals.AddRange(refused.Faults.Select(fault => $"{intent.Origin}: {fault.Path}: {fault.Code}: {fault.Message}"));
                    break;
                case IntakeResult.Conflict conflict:
                    refusals.AddRange(conflict.Lines.Select(line =>
                        $"{intent.Origin}: {line.Path}: TERMS_CONFLICT: order {line.ClOrdId} in this slot has {line.Known}, the intent asks for {line.Asked}"));
                    break;
            }

            driver.RunUntilQuiet();
        }
    }

    private IEnumerable<DateTimeOffset> Instants()
    {
        var arrivals = intents.Select(intent => intent.At).ToList();
        var (first, last) = (NewYorkTime.DayOf(driver.Now), NewYorkTime.DayOf(arrivals.Append(quotes.Last).Max()));
        return quotes.Instants.Concat(arrivals).Concat(Closes(first, last)).Distinct().Order();
    }

    private IEnumerable<DateTimeOffset> Closes(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (calendar.On(day) is { } session)
            {
                yield return session.Close;
            }
        }
    }
}
