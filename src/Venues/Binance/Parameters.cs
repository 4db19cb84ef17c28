using System.Globalization;
using System.Text;

namespace Pipeline.Venues.Binance;

/// <summary>What a request asks for, in the order in which it was said.</summary>
internal sealed class Parameters
{
    private readonly StringBuilder text = new();

    /// <summary>Adds one, percent-encoded as it is signed and sent; nothing where it has no value.</summary>
    public Parameters With(string name, string? value)
    {
        if (value is not null)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public Parameters With(string name, decimal? value) => With(name, value?.ToString("0.############################", CultureInfo.InvariantCulture));

    public Parameters With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => text.ToString();
}
