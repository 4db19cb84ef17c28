using System.Globalization;
using Pipeline.Messages.Fix;
using Pipeline.Venues.Kit;

namespace Pipeline.Venues.Alpaca;

/// <summary>
/// Turns account activities of the types FEE and CFEE into fees. Pure. Regulatory fees on shares (FEE) are money; fees on pairs (CFEE) are
/// taken from what is received: coins of a buy, in <c>qty</c>, or the money of a sale, in <c>net_amount</c>. What is taken is negative there.
/// </summary>
/// <remarks>Sources: docs.alpaca.markets /docs/account-activities, /docs/crypto-fees and /reference/getaccountactivitiesbytype.</remarks>
/// <param name="account">The account reported on.</param>
internal sealed class FeeReader(string account)
{
    private const string Canceled = "canceled";

    /// <summary>
    /// What an activity says, each to be read by itself. A canceled one was taken and has been given back: both are told, and whichever of
    /// them is known already is not booked again.
    /// </summary>
    public IReadOnlyList<Func<VenueNews>> NewsOf(FeeDocument activity) => activity.Status == Canceled
        ? [() => new VenueNews(Of(activity)), () => new VenueNews(GivenBack(Of(activity)))]
        : [() => new VenueNews(Of(activity))];

    /// <exception cref="FormatException">A field is missing without which the fee can't be booked, or says what nobody knows.</exception>
    public FeeReport Of(FeeDocument activity)
    {
        var id = OrderReader.Required(activity.Id, "id of a fee");
        try
        {
            return Read(activity, id);
        }
        catch (FormatException e)
        {
            throw new FormatException($"fee {Untrusted.Cap(id)}: {e.Message}", e);
        }
    }

    private FeeReport Read(FeeDocument activity, string id)
    {
        if (activity.Status is not (null or "executed" or Canceled))
        {
            throw OrderReader.Unknown("status", activity.Status);
        }

        var type = OrderReader.Required(activity.ActivityType, "activity_type");
        var (amount, currency, symbol) = type switch
        {
            "FEE" => Money(activity, activity.Symbol),
            "CFEE" when activity.Qty is null or 0 => Money(activity, PairOf(activity)),
            "CFEE" => Coins(activity),
            _ => throw OrderReader.Unknown("activity_type", type),
        };
        return new FeeReport
        {
            Venue = NewsReader.Venue,
            Account = account,
            FeeId = id[(id.IndexOf("::", StringComparison.Ordinal) is >= 0 and var separator ? separator + 2 : 0)..],
            FeeType = activity.ActivitySubType is { Length: > 0 } sub ? $"{type}/{Untrusted.Cap(sub)}" : type,
            Amount = amount,
            Currency = currency,
            Symbol = string.IsNullOrEmpty(symbol) ? null : symbol,
            OrderId = Stated(activity.OrderId),
            ExecId = Stated(activity.ExecutionId),
            Text = activity.Description is { Length: > 0 } text ? Untrusted.Cap(text) : null,
            TransactTime = TimeOf(activity),
        };
    }

    private static (decimal Amount, string Currency, string? Symbol) Money(FeeDocument activity, string? symbol) =>
        (-OrderReader.Required(activity.NetAmount, "net_amount"), Stated(activity.Currency) ?? "USD", symbol);

    // The currency that goes with coins is the one their price is in.
    private static (decimal Amount, string Currency, string? Symbol) Coins(FeeDocument activity)
    {
        if (activity.NetAmount is not (null or 0))
        {
            throw new FormatException($"states both a qty of {activity.Qty} and a net_amount of {activity.NetAmount}");
        }

        var pair = OrderReader.Required(PairOf(activity), "symbol");
        return (-activity.Qty!.Value, pair[..pair.IndexOf('/', StringComparison.Ordinal)], pair);
    }

    private static string? PairOf(FeeDocument activity) => Stated(activity.Symbol) is { } symbol ? AlpacaWords.ToPair(symbol) : null;

    // Where only the day is stated, the fee was taken in its course: at its end everything that it was taken for has happened.
    private static DateTimeOffset TimeOf(FeeDocument activity)
    {
        if (activity.CreatedAt is { } created)
        {
            return created.ToUniversalTime();
        }

        var date = OrderReader.Required(activity.Date, "created_at and date");
        return date.Length >= 10 && DateOnly.TryParseExact(date.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero)
            : throw OrderReader.Unknown("date", date);
    }

    private static FeeReport GivenBack(FeeReport fee) => fee with { FeeId = $"{fee.FeeId}/{Canceled}", Amount = -fee.Amount };

    private static string? Stated(string? text) => text is { Length: > 0 } ? text : null;
}
