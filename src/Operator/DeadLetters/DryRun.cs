using Pipeline.Messages.Fix;
using Pipeline.Store;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;
using Pipeline.Trading.Intents;
using Pipeline.Trading.Orders;

namespace Pipeline.Operator.DeadLetters;

/// <summary>What a replay of one dead letter would do now, and what would become of its order. Nothing of it is recorded.</summary>
public sealed record DryRun
{
    public required long DeadLetter { get; init; }

    public required string Stage { get; init; }

    public string? ClOrdId { get; init; }

    public string? Symbol { get; init; }

    /// <summary>take_again, check_again, ask_venue, deliver_again, nothing or impossible.</summary>
    public required string Plan { get; init; }

    /// <summary>Of nothing and impossible, the stable code of why.</summary>
    public string? Code { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Says { get; init; }

    /// <summary>Where its order stands.</summary>
    public OrdStatus? OrdStatus { get; init; }

    /// <summary>Until when its order may be sent.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Whether that is over: a replay then ends in a denial, or in a refusal of the intent.</summary>
    public bool IsExpired { get; init; }

    /// <summary>What the checks would say of its order; null where none runs, or where this process can't say.</summary>
    public CheckPreview? Checks { get; init; }

    /// <summary>Why the checks can't be previewed.</summary>
    public string? ChecksUnknown { get; init; }

    /// <summary>Of an intent, what the strict parser has against it, path by path.</summary>
    public IReadOnlyList<IntentFault>? Faults { get; init; }

    public static DryRun Of(StoreSession session, DeadLetterRow letter, ICheckPreview? preview, DateTimeOffset now)
    {
        var plan = LetterReplay.Plan(session, letter);
        var order = letter.ClOrdId is null ? null : OrderTable.Find(session, letter.ClOrdId);
        var intent = plan is ReplayPlan.TakeAgain ? IntentParser.Parse(DeadLetterTable.Content(session, letter.Id).Sent) : null;
        var validUntil = order?.ValidUntil ?? (intent as IntentParseResult.Parsed)?.Intent.ValidUntil;
        var (checks, unknown) = plan is ReplayPlan.CheckAgain && order is not null ? Checked(session, order, preview, now) : (null, null);
        return new DryRun
        {
            DeadLetter = letter.Id,
            Stage = letter.Stage,
            ClOrdId = letter.ClOrdId,
            Symbol = letter.Symbol,
            Plan = Columns.SnakeCase(plan.GetType().Name),
            Code = (plan as ReplayPlan.Nothing)?.Code ?? (plan as ReplayPlan.Impossible)?.Code,
            Says = plan.Says,
            OrdStatus = order?.OrdStatus,
            ValidUntil = validUntil,
            IsExpired = validUntil <= now && order?.OrdStatus.IsTerminal() != true,
            Checks = checks,
            ChecksUnknown = unknown,
            Faults = (intent as IntentParseResult.Refused)?.Faults,
        };
    }

    private static (CheckPreview? Checks, string? Unknown) Checked(StoreSession session, Order order, ICheckPreview? preview, DateTimeOffset now)
    {
        if (preview is null)
        {
            return (null, "This process has neither limits nor prices: ask one that hosts intake");
        }

        try
        {
            return (preview.Preview(session, order, now), null);
        }
        catch (FactsUnavailableException e)
        {
            return (null, e.Message);
        }
        catch (Exception e) when (e is not StoreUnavailableException)
        {
            // What broke the message may break the preview too, and that is worth knowing before a replay.
            return (null, $"A check breaks over it now: {e.GetType().Name}: {e.Message}");
        }
    }
}
