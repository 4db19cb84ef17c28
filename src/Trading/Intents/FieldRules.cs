using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Pipeline.Messages.Fix;
using Pipeline.Messages.Intents;

namespace Pipeline.Trading.Intents;

/// <summary>
/// What the attributes of one property demand of its value. The binder checks by it and the schema is written from it,
/// so neither can know a rule that the other does not.
/// </summary>
internal sealed record FieldRules
{
    /// <summary>No demands beyond the type; the items of a list have these.</summary>
    public static FieldRules None { get; } = new();

    public string? Description { get; private init; }

    public StringLengthAttribute? Text { get; private init; }

    public TextPattern? Pattern { get; private init; }

    public LengthAttribute? Items { get; private init; }

    public NumberRange? Range { get; private init; }

    public int Decimals { get; private init; } = NumberLiteral.MaxDigits;

    public IReadOnlyList<decimal>? Allowed { get; private init; }

    public FieldCondition? When { get; private init; }

    public bool UpperCased { get; private init; }

    public static FieldRules Of(ICustomAttributeProvider property) =>
        property.GetCustomAttributes(inherit: true).Aggregate(None, (rules, attribute) => attribute switch
        {
            DescriptionAttribute description => rules with { Description = description.Description },
            StringLengthAttribute text => rules with { Text = text },
            RegularExpressionAttribute pattern => rules with { Pattern = TextPattern.Of(pattern) },
            LengthAttribute items => rules with { Items = items },
            RangeAttribute range => rules with { Range = NumberRange.Of(range) },
            DecimalsAttribute decimals => rules with { Decimals = decimals.Max },
            AllowedValuesAttribute allowed => rules with { Allowed = [.. allowed.Values.Select(Convert.ToDecimal)] },
            OrderTypesAttribute types => rules with { When = FieldCondition.Of(nameof(IntentOrder.OrderType), types.Types) },
            FillPoliciesAttribute types => rules with { When = FieldCondition.Of(nameof(IntentFillPolicy.Type), types.Types) },
            UpperCasedAttribute => rules with { UpperCased = true },
            VisibleTextAttribute => rules with { Pattern = TextPattern.Visible },
            // A rule that is declared and not enforced is worse than none.
            ValidationAttribute unknown => throw new NotSupportedException($"{unknown.GetType().Name} is not enforced by the intent parser."),
            _ => rules,
        });
}

/// <summary>A field is there exactly when another field of its object has one of some words.</summary>
/// <param name="Field">The other field, as JSON names it.</param>
/// <param name="Words">Its words that need this one.</param>
internal sealed record FieldCondition(string Field, IReadOnlyList<string> Words)
{
    public static FieldCondition Of<T>(string property, IEnumerable<T> words)
        where T : struct, Enum => new(ObjectShape.Name(property), [.. words.Select(word => Intents.Words.Of(word))]);
}

/// <summary>The texts a field takes.</summary>
/// <param name="Regex">Matches in time linear in the text, whatever the pattern.</param>
/// <param name="Rule">The same for a person: it completes "must be".</param>
/// <param name="Beyond">What no pattern can say: what is wrong with a text, or null.</param>
internal sealed record TextPattern(Regex Regex, string Rule, Func<string, string?>? Beyond = null)
{
    public static TextPattern Visible { get; } =
        new(new Regex(IntentLimits.VisiblePattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), IntentLimits.VisibleRule, VisibleText.Fault);

    public static TextPattern Of(RegularExpressionAttribute attribute) =>
        new(new Regex(attribute.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), attribute.ErrorMessage!);

    /// <summary>Whether the whole text matches.</summary>
    public bool Matches(string text) => Regex.IsWhole(text);
}

/// <summary>The numbers a field takes.</summary>
/// <param name="Min">The lowest, or the one it must exceed.</param>
/// <param name="MinIsExclusive">Whether <paramref name="Min"/> itself is refused.</param>
/// <param name="Max">The highest.</param>
internal sealed record NumberRange(decimal Min, bool MinIsExclusive, decimal Max)
{
    public static NumberRange Of(RangeAttribute range) =>
        new(Convert.ToDecimal(range.Minimum), range.MinimumIsExclusive, Convert.ToDecimal(range.Maximum));

    public bool Contains(decimal value) => (MinIsExclusive ? value > Min : value >= Min) && value <= Max;

    public override string ToString() => $"{(MinIsExclusive ? "more than" : "at least")} {Min} and at most {Max}";
}
