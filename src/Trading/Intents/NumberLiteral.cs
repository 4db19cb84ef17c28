namespace Pipeline.Trading.Intents;

/// <summary>
/// A JSON number taken apart as text, before anything can round it: its significant digits times a power of ten.
/// <c>180.250</c> is 18025 times 10^-2, and <c>1e1</c> is 1 times 10^1.
/// </summary>
/// <param name="Negative">Whether it is below 0; zero never is.</param>
/// <param name="Digits">Significant digits without zeros at either end; empty for zero.</param>
/// <param name="Exponent">The power of ten; beyond a thousand million it is only known to be that large.</param>
internal readonly record struct NumberLiteral(bool Negative, string Digits, long Exponent)
{
    /// <summary>Digits that every decimal keeps exactly.</summary>
    public const int MaxDigits = 28;

    private const long Huge = 1_000_000_000;

    /// <summary>Digits behind the point when written without an exponent.</summary>
    public long Decimals => Math.Max(0, -Exponent);

    /// <summary>Digits before the point when written without an exponent; 0 or less for a fraction below 1.</summary>
    public long WholeDigits => Digits.Length + Exponent;

    /// <param name="literal">A number that a JSON reader has accepted.</param>
    public static NumberLiteral Of(string literal)
    {
        var e = literal.AsSpan().IndexOfAny('e', 'E');
        var mantissa = (e < 0 ? literal : literal[..e]).TrimStart('-');
        var point = mantissa.IndexOf('.');
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "").TrimStart('0');
        var trimmed = digits.TrimEnd('0');
        return trimmed.Length == 0
            ? new NumberLiteral(false, "", 0)
            : new NumberLiteral(literal[0] == '-', trimmed, (e < 0 ? 0 : Power(literal[(e + 1)..])) - fraction + digits.Length - trimmed.Length);
    }

    /// <summary>The same number without trailing zeros. Only for what has at most 28 digits before, behind and in all.</summary>
    public decimal ToDecimal()
    {
        if (Digits.Length == 0) return 0;
        var text = Exponent >= 0
            ? Digits + new string('0', (int)Exponent)
            : Digits.PadLeft((int)Decimals + 1, '0').Insert(Math.Max(1, (int)WholeDigits), ".");
        var value = decimal.Parse(text);
        return Negative ? -value : value;
    }

    private static long Power(string text) =>
        long.TryParse(text, out var power) ? Math.Clamp(power, -Huge, Huge) : text[0] == '-' ? -Huge : Huge;
}
