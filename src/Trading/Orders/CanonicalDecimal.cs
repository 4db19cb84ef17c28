namespace Pipeline.Trading.Orders;

/// <summary>One spelling for a number: no exponent, no trailing zeros, no plus. <c>10</c>, <c>10.0</c> and <c>1e1</c> are all <c>10</c>.</summary>
public static class CanonicalDecimal
{
    public static string Format(decimal value) => value.ToString("0.############################");
}
