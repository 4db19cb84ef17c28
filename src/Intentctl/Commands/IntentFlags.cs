using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Intentctl.Commands;

/// <summary>
/// One line as flags, and the document that they make: what a person approves is then the command itself. Their words and numbers are not
/// judged here; the pipeline's parser does that, and gets every number as it was typed.
/// </summary>
internal sealed partial class IntentFlags
{
    private readonly Option<string?> rebalanceId = Text("--rebalance-id", "ID", "Which plan this is: from the plan itself, the same on every retry.");
    private readonly Option<string?> portfolio = Text("--portfolio", "NAME", "The portfolio.");
    private readonly Option<string?> strategyId = Text("--strategy-id", "NAME", "Who decides, where the credentials do not say it.");
    private readonly Option<string?> symbol = Text("--symbol", "SYMBOL", "What to trade.");
    private readonly Option<string?> side = Word("--side", "The side.", "buy", "sell");
    private readonly Option<string?> qty = Text("--qty", "NUMBER", "How much of it.");
    private readonly Option<string?> orderType = Word("--order-type", "How it meets the market.", "market", "limit", "stop", "stop_limit");
    private readonly Option<string?> limitPrice = Text("--limit-price", "PRICE", "The worst price, of limit and stop_limit.");
    private readonly Option<string?> stopPrice = Text("--stop-price", "PRICE", "The price that wakes a stop or stop_limit.");
    private readonly Option<string?> timeInForce = Word("--time-in-force", "How long it stands.", "day", "gtc", "ioc", "fok", "opg", "cls", "extended_hours");
    private readonly Option<string?> leg = Text("--leg", "NAME", "Tells several lines of one symbol and side apart.");
    private readonly Option<string?> fillPolicy = Text("--fill-policy", "POLICY", "What becomes of the remainder: TYPE,FIELD=NUMBER,... as in cancel_remainder_after,after_s=30.");
    private readonly Option<string?> maxSlippageBps = Text("--max-slippage-bps", "BPS", "Your own limit on slippage; it can only tighten the operator's.");
    private readonly Option<string?> maxExposurePct = Text("--max-exposure-pct", "PCT", "Your own limit on exposure; it can only tighten the operator's.");
    private readonly Option<string?> validUntil = Text("--valid-until", "TIME", "Past this nothing is sent: RFC 3339 with an offset.");
    private readonly Option<string?> reason = Text("--reason", "TEXT", "Why, in your words. It is stored and never interpreted.");
    private readonly Option<string?> reasonCode = Text("--reason-code", "CODE", "The same as a short code.");

    private IEnumerable<Option<string?>> All =>
    [
        rebalanceId, portfolio, strategyId, symbol, side, qty, orderType, limitPrice, stopPrice, timeInForce, leg, fillPolicy, maxSlippageBps, maxExposurePct,
        validUntil, reason, reasonCode,
    ];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    public bool AreUsed(ParseResult parsed) => All.Any(option => parsed.GetValue(option) is not null);

    /// <summary>The intent that they say.</summary>
    /// <exception cref="IntentctlException">What must be a number is none.</exception>
    public byte[] Document(ParseResult parsed)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, parsed, strategyId, rebalanceId, portfolio);
            json.WriteStartArray("orders");
            json.WriteStartObject();
            Write(json, parsed, symbol, side);
            WriteNumbers(json, parsed, qty);
            Write(json, parsed, orderType);
            WriteNumbers(json, parsed, limitPrice, stopPrice);
            Write(json, parsed, timeInForce, leg);
            WritePolicy(json, parsed.GetValue(fillPolicy));
            json.WriteEndObject();
            json.WriteEndArray();
            if (parsed.GetValue(maxSlippageBps) is not null || parsed.GetValue(maxExposurePct) is not null)
            {
                json.WriteStartObject("constraints");
                WriteNumbers(json, parsed, maxSlippageBps, maxExposurePct);
                json.WriteEndObject();
            }

            Write(json, parsed, validUntil, reason, reasonCode);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ParseResult parsed, params ReadOnlySpan<Option<string?>> options)
    {
        foreach (var option in options)
        {
            if (parsed.GetValue(option) is { } text)
            {
                json.WriteString(FieldOf(option), text);
            }
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, ParseResult parsed, params ReadOnlySpan<Option<string?>> options)
    {
        foreach (var option in options)
        {
            if (parsed.GetValue(option) is { } number)
            {
                WriteNumber(json, FieldOf(option), number, option.Name);
            }
        }
    }

    private static void WritePolicy(Utf8JsonWriter json, string? policy)
    {
        if (policy is null)
        {
            return;
        }

        var parts = policy.Split(',');
        json.WriteStartObject("fill_policy");
        json.WriteString("type", parts[0]);
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            WriteNumber(json, equals > 0 ? part[..equals] : throw IntentctlException.Usage($"--fill-policy: '{part}' is no FIELD=NUMBER"), part[(equals + 1)..], "--fill-policy");
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string field, string number, string option)
    {
        if (!Number().IsMatch(number))
        {
            throw IntentctlException.Usage($"{option}: '{number}' is no number, as 10 or 180.25 are");
        }

        json.WritePropertyName(field);
        json.WriteRawValue(number, skipInputValidation: true);
    }

    private static string FieldOf(Option option) => option.Name[2..].Replace('-', '_');

    private static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    // The words complete in a shell; whether one can be taken is for the pipeline to say.
    private static Option<string?> Word(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = $"{description} ({string.Join(", ", words)})", HelpName = "WORD" };
        option.CompletionSources.Add(words);
        return option;
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
