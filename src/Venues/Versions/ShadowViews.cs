using Pipeline.Messages.Capabilities;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Versions;

/// <summary>What of two answers is to be alike, where not all of it is: each version reads the clock for itself, and a stream may have told one of them more. Pure.</summary>
internal static class ShadowViews
{
    // More than lies between the call and its shadow; less than two readings of a venue's time can differ by.
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    /// <summary>Everything but when it was asked for.</summary>
    public static (object? Works, object? Shadow) Account(AccountState works, AccountState shadow) => (Of(works), Of(shadow));

    /// <summary>The quotes of the symbols that both have one of. The version that works may have heard others over its stream.</summary>
    public static (object? Works, object? Shadow) Quotes(VenueAnswer<IReadOnlyList<Quote>> works, VenueAnswer<IReadOnlyList<Quote>> shadow)
    {
        if (works is not VenueAnswer<IReadOnlyList<Quote>>.Stated { Value: var ours } || shadow is not VenueAnswer<IReadOnlyList<Quote>>.Stated { Value: var theirs })
        {
            return (works, shadow);
        }

        var both = ours.Join(theirs, quote => quote.Symbol, quote => quote.Symbol, (one, other) => (One: one, Other: (other.At - one.At).Duration() < Apart ? other with { At = one.At } : other)).ToList();
        return (both.Select(pair => pair.One), both.Select(pair => pair.Other));
    }

    /// <summary>Everything but when it was asked for.</summary>
    public static (object? Works, object? Shadow) Instruments(VenueAnswer<IReadOnlyList<InstrumentRules>> works, VenueAnswer<IReadOnlyList<InstrumentRules>> shadow) =>
        (Of(works), Of(shadow));

    private static object Of(AccountState state) => new { state.Account, state.Cash, state.Equity, Positions = state.Positions.OrderBy(position => position.Key, StringComparer.Ordinal) };

    private static object Of(VenueAnswer<IReadOnlyList<InstrumentRules>> answer) => answer is VenueAnswer<IReadOnlyList<InstrumentRules>>.Stated { Value: var rules }
        ? rules.Select(rule => rule with { At = default })
        : answer;
}
