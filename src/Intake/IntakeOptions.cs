using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Trading.Fills;

namespace Pipeline.Intake;

/// <summary>How intents are taken.</summary>
public sealed class IntakeOptions
{
    /// <summary>Validity of an intent that sets no <c>valid_until</c>. Default 15 minutes.</summary>
    [Description("Validity of an intent that sets no valid_until.")]
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan DefaultValidity { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Strategy of an intent that names none, on the credential-free loopback. Default <c>default</c>.</summary>
    [Description("Strategy of an intent that names none, on the credential-free loopback.")]
    [RegularExpression("[A-Za-z0-9._:-]{1,64}")]
    public string DefaultStrategy { get; set; } = "default";

    /// <summary>
    /// Fill policies by strategy, for lines that name none: <c>STRATEGY=TYPE,field=number,...</c>, several with a semicolon between
    /// them. A strategy that is not named rests. Default none.
    /// </summary>
    [DisplayName("fill_policy")]
    [Description("Fill policies by strategy, for lines that name none: STRATEGY=TYPE,field=number,...;STRATEGY=... Others rest.")]
    public FillPolicyDefaults FillPolicy { get; set; } = FillPolicyDefaults.None;

    /// <summary>The venue orders go to, <c>paper</c>, <c>alpaca</c> or <c>binance</c>. Default <c>paper</c>.</summary>
    [DisplayName("venue")]
    [Description("The venue orders go to: paper, alpaca or binance.")]
    [AllowedValues("paper", "alpaca", "binance")]
    public string Venue { get; set; } = "paper";

    /// <summary>The account at the venue. Default <c>paper</c>.</summary>
    [Description("The account at the venue.")]
    [RegularExpression("[A-Za-z0-9._:-]{1,64}")]
    public string Account { get; set; } = "paper";
}
