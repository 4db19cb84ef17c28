using System.Text.RegularExpressions;
using Pipeline.Messages.Fix;

namespace Pipeline.Messages.Capabilities;

/// <summary>Orders that a venue treats otherwise than others: of some symbols, or of parts of a share.</summary>
public sealed record OrderKind
{
    /// <summary>What people call them, in the plural: <c>pairs</c>, <c>fractions of a share</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The symbols that make an order one, as <see cref="VenueCapabilities.Symbols"/> is written; null is every symbol.</summary>
    public string? Symbols { get; init; }

    /// <summary>Whether only a quantity that is not whole makes an order one.</summary>
    public bool OnlyFractions { get; init; }

    /// <summary>The order types that are taken, each with the times in force that go with it.</summary>
    public required IReadOnlyDictionary<OrdType, IReadOnlyList<TimeInForce>> Orders { get; init; }

    /// <summary>Whether more may be sold than is held.</summary>
    public bool SellsShort { get; init; }

    /// <summary>Whether the venue states by symbol what it takes of them (<see cref="InstrumentRules"/>); none is sent before that is known.</summary>
    public bool StatesInstruments { get; init; }

    /// <summary>Whether an order is replaced by a call of the venue's own.</summary>
    public bool ReplacesNatively { get; init; }

    /// <summary>Whether an order of this type with this time in force is taken.</summary>
    public bool Takes(OrdType type, TimeInForce timeInForce) => Orders.TryGetValue(type, out var with) && with.Contains(timeInForce);

    /// <summary>Whether an order is one of them.</summary>
    /// <param name="symbol">In the pipeline's spelling.</param>
    /// <param name="qty">How much is ordered.</param>
    public bool Has(string symbol, decimal qty) => (!OnlyFractions || qty != decimal.Truncate(qty))
        && (Symbols is null || Regex.IsMatch(symbol, Symbols, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
}
