using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Trading.Halts;

/// <summary>
/// When trading halts by itself. What has tripped stays halted until two people release it; from then on is counted anew.
/// </summary>
public sealed class HaltOptions
{
    /// <summary>
    /// So many rejections within <see cref="RejectStormWindow"/> halt the strategy that has as many, or else the venue. Default 10; 0 never.
    /// </summary>
    [Description("Rejections within the window that halt their strategy, or the venue when no strategy has as many; 0 never halts.")]
    [Range(0, 100_000)]
    public int RejectStorm { get; set; } = 10;

    /// <summary>The window of <see cref="RejectStorm"/>. Older rejections than 10 minutes are not kept. Default 1 minute.</summary>
    [Description("The window in which rejections are counted.")]
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RejectStormWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>So many open breaks of an account, raised since its last release, halt the venue. Default 10; 0 never.</summary>
    [Description("Open breaks that halt the venue; 0 never halts.")]
    [Range(0, 100_000)]
    public int BreakStorm { get; set; } = 10;

    /// <summary>
    /// How far the clock of a process may be from the venue's, or behind the newest entry of the journal, before all is halted.
    /// Default 5 s, which is as old as a quote may be; 0 never halts.
    /// </summary>
    [Description("How far a process's clock may be from the venue's, or behind the journal, before all is halted; 0 never halts.")]
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxClockOffset { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the venue is asked for its time. Default 30 s.</summary>
    [Description("How often the venue is asked for its time.")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ClockInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much the account's equity may fall below what it was at the first look of the day (New York's), in its currency, before the
    /// venue is halted but for orders that reduce a position. Realised and unrealised losses, fees and withdrawals count alike.
    /// Default 0: never.
    /// </summary>
    [Description("How much the account's equity may fall in a day before the venue is reduce-only, in the account's currency; 0 never halts.")]
    [Range(typeof(decimal), "0", "1000000000000")]
    public decimal MaxDailyLoss { get; set; }
}
