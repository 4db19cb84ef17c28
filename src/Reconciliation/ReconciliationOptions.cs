using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Trading.Orders;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Reconciliation;

/// <summary>How the venue is followed.</summary>
public sealed class ReconciliationOptions
{
    /// <summary>How often the account's state is fetched. Default 5 s.</summary>
    [Description("How often the account's state is fetched from the venue.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan AccountInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often quotes of symbols with open orders are fetched, from a venue that validation can't ask; seldom while the market is closed and none of these orders waits for a check. Default 1 s.</summary>
    [Description("How often the quotes of symbols with open orders are fetched from a venue that validation can't ask; every 30 s while the market is closed and none of these orders waits for a check.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan QuoteInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often deadlines and open claims are looked at. Default 250 ms.</summary>
    [Description("How often deadlines and open claims are looked at.")]
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>First pause between two questions about an unresolved order; doubles up to 30 s. Default 1 s.</summary>
    [Description("First pause between two questions about an unresolved order; doubles up to 30 s.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan ResolveInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the venue's answer to a question. Default 5 s.</summary>
    [Description("Longest wait for the venue's answer to a question.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an order may be unresolved before a person is told. Time ends nothing else. Default <see cref="Patience.Unknown"/>, 30 s.</summary>
    [Description("How long an order may be unresolved before a person is told.")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnresolvedPageAfter { get; set; } = Patience.Unknown;

    /// <summary>How long an order may wait for validation before a person is told and it is called again. 10 s to a day; default <see cref="Patience.InFlight"/>, 10 s.</summary>
    [Description("How long an order may wait for validation before a person is told and it is called again.")]
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ValidationStuckAfter { get; set; } = Patience.InFlight;

    /// <summary>How long an order may wait for the session check before a person is told and it is called again. 10 s to a day; default <see cref="Patience.InFlight"/>, 10 s.</summary>
    [Description("How long an order may wait for the session check before a person is told and it is called again.")]
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan SessionStuckAfter { get; set; } = Patience.InFlight;

    /// <summary>How long an order may wait for submission before a person is told and it is called again. 10 s to a day; default <see cref="Patience.InFlight"/>, 10 s.</summary>
    [Description("How long an order may wait for submission before a person is told and it is called again.")]
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan SubmissionStuckAfter { get; set; } = Patience.InFlight;

    /// <summary>How long what a fill policy has canceled may be without its end before a person is told. Default 30 s.</summary>
    [Description("How long what a fill policy has canceled may be without its end before a person is told.")]
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RemainderPageAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often our view of the account is compared with the venue's by itself. Default 60 s.</summary>
    [Description("How often orders, executions, positions and cash are compared with the venue's.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a difference must last, found by two comparisons, before it is a break. Default 5 s.</summary>
    [Description("How long a difference must last before it is a break: until then something may be on its way.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Up to so much cash is rounding, in the account's currency. Default 0.01.</summary>
    [Description("Up to so much difference in cash is rounding, in the account's currency.")]
    [Range(typeof(decimal), "0", "1000000")]
    public decimal CashTolerance { get; set; } = 0.01m;

    /// <summary>
    /// What is done in a symbol in which somebody else acts in the account, as <c>SYMBOL=pause|rebase|ignore</c>, separated by
    /// <c>;</c>; <c>*</c> stands for the others. Default pause.
    /// </summary>
    [Description("What is done in a symbol in which somebody else acts in the account: SYMBOL=pause|rebase|ignore, separated by ';', * for the others. pause holds new orders until a person acts, rebase adjusts our position, ignore lists only. Default pause.")]
    public ExternalPolicies ExternalPolicy { get; set; } = ExternalPolicies.None;
}
