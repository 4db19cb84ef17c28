using NodaTime;

namespace Pipeline.Trading.Sessions;

/// <summary>How a date of every year comes about. A closed set.</summary>
public abstract record YearlyDate
{
    private YearlyDate()
    {
    }

    /// <summary>The date this year's occurrence falls on.</summary>
    public abstract LocalDate In(int year);

    /// <summary>The date this many days later (or earlier, when negative).</summary>
    public YearlyDate Plus(int days) => new Shifted(this, days);

    /// <summary>The date itself when it is a weekday, else the Friday before it.</summary>
    public YearlyDate OrFridayBefore() => new WeekdayUpTo(this);

    /// <summary>The same month and day every year, such as 25 December.</summary>
    public sealed record Fixed(int Month, int Day) : YearlyDate
    {
        /// <inheritdoc/>
        public override LocalDate In(int year) => new(year, Month, Day);
    }

    /// <summary>Such as the fourth Thursday of November.</summary>
    /// <param name="Nth">1 to 4; every weekday occurs that often in every month.</param>
    /// <param name="Weekday">The weekday counted.</param>
    /// <param name="Month">1 to 12.</param>
    public sealed record NthWeekday(int Nth, IsoDayOfWeek Weekday, int Month) : YearlyDate
    {
        /// <inheritdoc/>
        public override LocalDate In(int year) => LocalDate.FromYearMonthWeekAndDay(year, Month, Nth, Weekday);
    }

    /// <summary>Such as the last Monday of May.</summary>
    public sealed record LastWeekday(IsoDayOfWeek Weekday, int Month) : YearlyDate
    {
        // NodaTime reads a fifth occurrence that a month does not have as its last.
        private const int FifthOrLast = 5;

        /// <inheritdoc/>
        public override LocalDate In(int year) => LocalDate.FromYearMonthWeekAndDay(year, Month, FifthOrLast, Weekday);
    }

    /// <summary>Easter Sunday of the Gregorian calendar; Good Friday is two days before it.</summary>
    public sealed record EasterSunday : YearlyDate
    {
        /// <inheritdoc/>
        /// <remarks>The anonymous Gregorian computus (Meeus/Jones/Butcher), with its usual one-letter names.</remarks>
        public override LocalDate In(int year)
        {
            var a = year % 19;
            var (b, c) = Math.DivRem(year, 100);
            var (d, e) = Math.DivRem(b, 4);
            var f = (b + 8) / 25;
            var g = (b - f + 1) / 3;
            var h = ((19 * a) + b - d - g + 15) % 30;
            var (i, k) = Math.DivRem(c, 4);
            var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
            var m = (a + (11 * h) + (22 * l)) / 451;
            var (month, day) = Math.DivRem(h + l - (7 * m) + 114, 31);
            return new LocalDate(year, month, day + 1);
        }
    }

    /// <summary>The day of an equinox in Japan, where it is a holiday.</summary>
    /// <param name="Month">3 for the vernal, 9 for the autumnal equinox.</param>
    /// <remarks>
    /// The short formula in common use for 1980 to 2099, from the almanac of the Hydrographic Department of Japan. The official day of a year
    /// is announced in February of the year before.
    /// </remarks>
    public sealed record JapaneseEquinox(int Month) : YearlyDate
    {
        /// <inheritdoc/>
        public override LocalDate In(int year)
        {
            var in1980 = Month == 3 ? 20.8431m : 23.2488m;
            return new LocalDate(year, Month, (int)(in1980 + (0.242194m * (year - 1980)) - ((year - 1980) / 4)));
        }
    }

    private sealed record WeekdayUpTo(YearlyDate Anchor) : YearlyDate
    {
        public override LocalDate In(int year) => Anchor.In(year) is var date && date.DayOfWeek <= IsoDayOfWeek.Friday
            ? date
            : date.With(DateAdjusters.Previous(IsoDayOfWeek.Friday));
    }

    private sealed record Shifted(YearlyDate Anchor, int Days) : YearlyDate
    {
        public override LocalDate In(int year) => Anchor.In(year).PlusDays(Days);
    }
}
