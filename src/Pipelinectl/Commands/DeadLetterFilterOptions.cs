using System.CommandLine;

namespace Pipeline.Pipelinectl.Commands;

/// <summary>Which dead letters: the options of every command that means several.</summary>
internal sealed class DeadLetterFilterOptions
{
    /// <summary>Whose messages can be dead letters, by the name of their queue.</summary>
    private static readonly string[] Stages = ["intake", "validation", "session", "submission", "cancel", "reconciliation", "analytics", "order-saga"];

    private readonly Option<string?> stage = new("--stage") { Description = "Of this stage." };
    private readonly Option<string?> reason = new("--reason") { Description = "With these words in the exception or its reason.", HelpName = "WORDS" };
    private readonly Option<string?> symbol = new("--symbol") { Description = "Of this symbol.", HelpName = "SYMBOL" };
    private readonly Option<string?> strategy = new("--strategy") { Description = "Of this strategy.", HelpName = "STRATEGY" };
    private readonly Option<long?> group = new("--group") { Description = "Of this group, by its number.", HelpName = "GROUP" };
    private readonly Option<string?> olderThan = new("--older-than") { Description = "That failed first so long ago: 90s, 15m, 2h, 1d.", HelpName = "AGE" };

    public DeadLetterFilterOptions()
    {
        stage.AcceptOnlyFromAmong(Stages);

        // An unset variable of a script would mean everything.
        foreach (var option in new[] { reason, symbol, strategy, olderThan })
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
                {
                    result.AddError($"{option.Name} is empty: leave it out where it is not to narrow anything");
                }
            });
        }
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { stage, reason, symbol, strategy, group, olderThan })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What is said, by the names that the pipeline's API has.</summary>
    public IReadOnlyDictionary<string, object> Said(ParseResult parsed) => new (string Name, object? Value)[]
    {
        ("stage", parsed.GetValue(stage)), ("reason", parsed.GetValue(reason)), ("symbol", parsed.GetValue(symbol)), ("strategy_id", parsed.GetValue(strategy)),
        ("group", parsed.GetValue(group)), ("older_than", parsed.GetValue(olderThan)),
    }.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value!);

    public string Query(ParseResult parsed) => string.Concat(Said(parsed).Select(one => $"&{one.Key}={Uri.EscapeDataString(one.Value.ToString()!)}"));
}
