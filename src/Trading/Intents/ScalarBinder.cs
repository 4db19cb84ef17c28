using System.Globalization;

namespace Pipeline.Trading.Intents;

/// <summary>Makes one number, word, text or instant of a scanned value, or says everything that is wrong with it.</summary>
internal sealed class ScalarBinder(FaultList faults)
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    public object? Bind(DocumentNode node, Type type, FieldRules rules)
    {
        var isNumber = type == typeof(decimal) || type == typeof(int);
        return node switch
        {
            DocumentNode.Number number when isNumber => Number(number, type, rules),
            DocumentNode.Text text when isNumber => QuotedNumber(text),
            DocumentNode.Text text when type.IsEnum => Word(text, type),
            DocumentNode.Text text when type == typeof(string) => Text(text, rules),
            DocumentNode.Text text when type == typeof(DateTimeOffset) => Instant(text, rules),
            _ => Refuse(node, IntentFaultCodes.WrongType, $"Must be {(isNumber ? "a number" : "a string")}, not {node.Kind}."),
        };
    }

    private object? Number(DocumentNode.Number node, Type type, FieldRules rules)
    {
        var literal = NumberLiteral.Of(node.Literal);
        if (literal.Digits.Length > NumberLiteral.MaxDigits)
            return Refuse(node, IntentFaultCodes.NumberNotExact, $"Has {literal.Digits.Length} significant digits; {NumberLiteral.MaxDigits} are kept exactly.");
        if (literal.Decimals > rules.Decimals)
            return Refuse(node, IntentFaultCodes.TooManyDecimals, $"Has more than {rules.Decimals} decimals.");
        if (literal.WholeDigits > NumberLiteral.MaxDigits)
            return Refuse(node, IntentFaultCodes.OutOfRange, $"Must be {Allowed(rules)}.");

        var value = literal.ToDecimal();
        if (rules.Range?.Contains(value) == false) return Refuse(node, IntentFaultCodes.OutOfRange, $"Must be {Allowed(rules)}.");
        if (rules.Allowed?.Contains(value) == false) return Refuse(node, IntentFaultCodes.UnsupportedValue, $"Must be {Allowed(rules)}.");
        return type == typeof(decimal) ? value : Whole(node, value, rules);
    }

    private static string Allowed(FieldRules rules) =>
        rules.Range?.ToString() ?? (rules.Allowed is { } values ? string.Join(" or ", values) : "smaller");

    private object? Whole(DocumentNode node, decimal value, FieldRules rules) =>
        decimal.IsInteger(value) && value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : Refuse(node, IntentFaultCodes.OutOfRange, $"Must be a whole number, {Allowed(rules)}.");

    private object? QuotedNumber(DocumentNode.Text node) =>
        decimal.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? Refuse(node, IntentFaultCodes.NumberAsString, $"Must be a number, not a number in a string: write {Excerpt.Of(node.Value)} without quotes.")
            : Refuse(node, IntentFaultCodes.WrongType, "Must be a number, not a string.");

    private object? Word(DocumentNode.Text node, Type type)
    {
        var words = Words.OfType(type);
        return words.ByWord.TryGetValue(node.Value, out var value)
            ? value
            : Refuse(node, IntentFaultCodes.UnknownWord, $"'{Excerpt.Of(node.Value)}' is not one of: {words.List}.");
    }

    private string? Text(DocumentNode.Text node, FieldRules rules)
    {
        // Both are asked even when the first says no: every fault is reported.
        var good = Fits(node, rules) & Matches(node, rules);
        return !good ? null : rules.UpperCased ? node.Value.ToUpperInvariant() : node.Value;
    }

    private object? Instant(DocumentNode.Text node, FieldRules rules)
    {
        if (!Matches(node, rules)) return null;
        return DateTimeOffset.TryParseExact(node.Value, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : Refuse(node, IntentFaultCodes.NoSuchInstant, $"{Excerpt.Of(node.Value)} is no date and time of the calendar with an offset of at most 14 hours.");
    }

    private bool Fits(DocumentNode.Text node, FieldRules rules)
    {
        if (rules.Text is not { } text) return true;
        // A character is a code point, as it is in JSON Schema.
        var length = node.Value.EnumerateRunes().Count();
        if (length >= text.MinimumLength && length <= text.MaximumLength) return true;
        Refuse(node, IntentFaultCodes.BadLength, $"Has {length} characters; {text.MinimumLength} to {text.MaximumLength} are allowed.");
        return false;
    }

    private bool Matches(DocumentNode.Text node, FieldRules rules)
    {
        if (rules.Pattern is not { } pattern) return true;
        if (pattern.Beyond?.Invoke(node.Value) is { } wrong)
        {
            Refuse(node, IntentFaultCodes.BadFormat, $"Must be {pattern.Rule}: it {wrong}.");
            return false;
        }

        if (pattern.Matches(node.Value)) return true;
        Refuse(node, IntentFaultCodes.BadFormat, $"'{Excerpt.Of(node.Value)}' must be {pattern.Rule}.");
        return false;
    }

    private object? Refuse(DocumentNode node, string code, string message)
    {
        faults.Add(node.Path, code, message);
        return null;
    }
}
