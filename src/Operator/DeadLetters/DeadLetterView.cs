using System.Text;
using System.Text.Json;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Operator.DeadLetters;

/// <summary>A dead letter as people are shown it in a list.</summary>
public record DeadLetterView
{
    public required long Id { get; init; }

    public required DeadLetterState State { get; init; }

    public required string Stage { get; init; }

    public required string Queue { get; init; }

    public string? MessageId { get; init; }

    public string? MessageType { get; init; }

    public string? ClOrdId { get; init; }

    public string? IntentId { get; init; }

    public string? Symbol { get; init; }

    public string? StrategyId { get; init; }

    public required long Group { get; init; }

    public required string ExceptionType { get; init; }

    /// <summary>The words of an exception, which may be a venue's or an agent's: untrusted.</summary>
    public required string ReasonUntrusted { get; init; }

    public required int Attempts { get; init; }

    public required int Replays { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    public DateTimeOffset? ReplayedAt { get; init; }

    /// <summary>The run that replayed it last.</summary>
    public long? Run { get; init; }

    /// <summary>What came of its newest replay.</summary>
    public ReplayResult? Result { get; init; }

    public required long AgeS { get; init; }

    public static DeadLetterView Of(DeadLetterRow row, DateTimeOffset now) => Fill(new DeadLetterView
    {
        Id = 0, State = row.State, Stage = "", Queue = "", Group = 0, ExceptionType = "", ReasonUntrusted = "", Attempts = 0, Replays = 0, FirstAt = default, LastAt = default, AgeS = 0,
    }, row, now);

    protected static T Fill<T>(T view, DeadLetterRow row, DateTimeOffset now)
        where T : DeadLetterView => (T)(view with
        {
            Id = row.Id, State = row.State, Stage = row.Stage, Queue = row.Queue, MessageId = row.MessageId, MessageType = row.MessageType, ClOrdId = row.ClOrdId,
            IntentId = row.IntentId, Symbol = row.Symbol, StrategyId = row.StrategyId, Group = row.GroupId, ExceptionType = row.ExceptionType, ReasonUntrusted = row.Reason,
            Attempts = row.Attempts, Replays = row.Replays, FirstAt = row.FirstAt, LastAt = row.LastAt, ReplayedAt = row.ReplayedAt, Run = row.RunId, Result = row.Result,
            AgeS = Math.Max(0, (long)(now - row.FirstAt).TotalSeconds),
        });
}

/// <summary>A dead letter with its message, as people are shown it alone.</summary>
public sealed record DeadLetterDetail : DeadLetterView
{
    public string? ContentType { get; init; }

    public required JsonElement Headers { get; init; }

    /// <summary>As text, where it is text.</summary>
    public string? BodyUntrusted { get; init; }

    /// <summary>Byte for byte.</summary>
    public required string BodyBase64 { get; init; }

    /// <summary>What an operator has made of it.</summary>
    public string? EditedBodyUntrusted { get; init; }

    /// <summary>In what that is not the original.</summary>
    public IReadOnlyList<BodyDifference>? Difference { get; init; }

    /// <summary>Of the newest failure, with all that caused it.</summary>
    public required string ExceptionUntrusted { get; init; }

    /// <summary>What a replay would do now.</summary>
    public required DryRun Replay { get; init; }

    public static DeadLetterDetail? Find(StoreSession session, long id, ICheckPreview? preview, DateTimeOffset now)
    {
        if (DeadLetterTable.Find(session, id) is not { } row)
        {
            return null;
        }

        var content = DeadLetterTable.Content(session, id);
        return Fill(new DeadLetterDetail
        {
            Id = id, State = row.State, Stage = "", Queue = "", Group = 0, ExceptionType = "", ReasonUntrusted = "", Attempts = 0, Replays = 0, FirstAt = default, LastAt = default, AgeS = 0,
            ContentType = content.ContentType,
            Headers = JsonSerializer.Deserialize<JsonElement>(content.Headers),
            BodyUntrusted = Text(content.Body),
            BodyBase64 = Convert.ToBase64String(content.Body),
            EditedBodyUntrusted = content.EditedBody is { } edited ? Encoding.UTF8.GetString(edited) : null,
            Difference = content.EditedBody is { } changed ? BodyDifference.Of(content.Body, changed) : null,
            ExceptionUntrusted = DeadLetterHistoryTable.NewestException(session, id),
            Replay = DryRun.Of(session, row, preview, now),
        }, row, now);
    }

    private static string? Text(byte[] body) => System.Text.Unicode.Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : null;
}
