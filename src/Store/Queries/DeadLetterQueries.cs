using Dapper;
using Pipeline.Store.Tables;
using Pipeline.Trading.DeadLetters;

namespace Pipeline.Store.Queries;

/// <summary>Reads dead letters for people and programs outside.</summary>
public static class DeadLetterQueries
{
    /// <summary>One page, the newest first unless asked otherwise.</summary>
    public static IReadOnlyList<DeadLetterRow> List(StoreSession session, DeadLetterFilter filter, int limit, long? before = null)
    {
        var (where, parameters) = Where(session, filter);
        parameters.Add("limit", limit);
        parameters.Add("before", before ?? long.MaxValue);
        return session.Query<DeadLetterRow>($"{DeadLetterTable.Selection} WHERE {where} AND d.id < @before ORDER BY d.id DESC LIMIT @limit", parameters);
    }

    /// <summary>What a run replays next: the oldest first, after where it has come, up to where it ends.</summary>
    public static IReadOnlyList<DeadLetterRow> Next(StoreSession session, DeadLetterFilter filter, long afterId, long lastId, int most)
    {
        var (where, parameters) = Where(session, filter with { State = DeadLetterState.Open });
        parameters.Add("afterId", afterId);
        parameters.Add("lastId", lastId);
        parameters.Add("most", most);
        return session.Query<DeadLetterRow>($"{DeadLetterTable.Selection} WHERE {where} AND d.id > @afterId AND d.id <= @lastId ORDER BY d.id LIMIT @most", parameters);
    }

    /// <summary>How many a filter finds, and the newest of them; 0 and 0 when it finds none.</summary>
    public static (int Count, long LastId) Count(StoreSession session, DeadLetterFilter filter)
    {
        var (where, parameters) = Where(session, filter);
        return session.QueryFirst<(int, long)>($"SELECT count(*), coalesce(max(d.id), 0) FROM dead_letters d WHERE {where}", parameters);
    }

    private static (string Where, DynamicParameters Parameters) Where(StoreSession session, DeadLetterFilter filter)
    {
        var (conditions, parameters) = (new List<string> { "d.id > 0" }, new DynamicParameters());
        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add(name, value);
            }
        }

        Add("d.id = @id", "id", filter.Id);
        Add("d.state = @state", "state", filter.State is { } state ? Columns.Word(state) : null);
        Add("d.stage = @stage", "stage", filter.Stage);
        Add("d.symbol = @symbol", "symbol", filter.Symbol);
        Add("d.strategy_id = @strategy", "strategy", filter.StrategyId);
        Add("d.cl_ord_id = @order", "order", filter.ClOrdId);
        Add("d.group_id = @group", "group", filter.GroupId);
        Add("d.first_at <= @firstBy", "firstBy", filter.FirstBy);
        if (filter.Reason is { } reason)
        {
            // There are few groups: the reason is looked for in theirs.
            var groups = session.Query<long>(
                "SELECT id FROM dead_letter_groups WHERE instr(lower(exception_type || ': ' || reason), lower(@reason)) > 0 ORDER BY id LIMIT 500", new { reason });
            conditions.Add(groups.Count == 0 ? "0" : $"d.group_id IN ({string.Join(", ", groups)})");
        }

        return (string.Join(" AND ", conditions), parameters);
    }
}

/// <summary>Which dead letters. Every field that is set narrows the choice.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Most dead letters of one page.</summary>
    public const int LargestPage = 500;

    public long? Id { get; init; }

    public DeadLetterState? State { get; init; }

    /// <summary>The stage that could not process it, by name.</summary>
    public string? Stage { get; init; }

    /// <summary>Words of the exception's type and reason, as the groups have them; upper and lower case are the same.</summary>
    public string? Reason { get; init; }

    public string? Symbol { get; init; }

    public string? StrategyId { get; init; }

    public string? ClOrdId { get; init; }

    public long? GroupId { get; init; }

    /// <summary>Only what failed first at this time, or before.</summary>
    public DateTimeOffset? FirstBy { get; init; }
}
