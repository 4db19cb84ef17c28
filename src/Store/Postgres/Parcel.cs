using Npgsql;

namespace Pipeline.Store.Postgres;

/// <summary>What goes over the wire as one statement: one that waited, or several of the same text that are about a row each.</summary>
internal sealed class Parcel
{
    private readonly List<Sending> sendings = [];
    private readonly HashSet<string> rows = [];
    private readonly Dictionary<int, HashSet<object?>> texts = [];
    private readonly AlikeText? text;

    public Parcel(Sending first)
    {
        text = first.Alike;
        Add(first);
    }

    /// <summary>What goes with it, in the order in which it was written.</summary>
    public IReadOnlyList<Sending> Sendings => sendings;

    /// <summary>The statement, when nothing is added to it any more.</summary>
    public NpgsqlBatchCommand ToCommand() => sendings is [var only]
        ? only.Command = only.Statement.ToCommand()
        : text!.ToCommand([.. sendings.Select(sending => sending.Statement)]);

    /// <summary>Whether it becomes one with these.</summary>
    public bool Takes(Sending sending) => text is not null && text == sending.Alike && (sending.Row is not { } row || !rows.Contains(row));

    public void Add(Sending sending)
    {
        sendings.Add(sending);
        foreach (var (at, known) in texts)
        {
            known.Add(sending.Statement.Values[at]);
        }

        if (sending.Row is { } row)
        {
            rows.Add(row);
        }
    }

    /// <summary>Whether one that comes after it could as well come before.</summary>
    public bool MayComeAfter(Sending sending)
    {
        switch (sendings[0].Kind)
        {
            case SendingKind.Silent:
                return false;
            case SendingKind.Draw:
                return true;
        }

        var (there, here) = (sendings[0].Statement.Shape, sending.Statement.Shape);
        if (!here.IsRead && here.To(there) is { MayComeBefore: false } relation && MayMeet(sending.Statement, relation, isWritten: false))
        {
            return false;
        }

        return there.IsRead || there.To(here) is not { } opposite || !MayMeet(sending.Statement, opposite, isWritten: true);
    }

    /// <summary>Takes its rows, at which a reader stands, and has it go on. Past statements that have none a reader goes by itself.</summary>
    public void Keep(NpgsqlDataReader reader)
    {
        switch (sendings[0].Kind, sendings.Count)
        {
            case (SendingKind.Write, _) or (SendingKind.Save, 1):
                return;
            case (SendingKind.Silent, _):
                break;
            case (_, 1):
                sendings[0].Rows = FetchedRows.Of(reader);
                break;
            default:
                KeepEach(FetchedRows.OfEach(reader, sendings.Count));
                break;
        }

        reader.NextResult();
    }

    // Whether one of its statements may be about a row of another one: mostly a value that none of them has says no for all.
    private bool MayMeet(Statement other, StatementRelation relation, bool isWritten)
    {
        foreach (var (written, looked) in relation.Parameters)
        {
            if (isWritten ? IsOther(written, other.Values[looked]) : IsOther(looked, other.Values[written]))
            {
                return false;
            }
        }

        foreach (var sending in sendings)
        {
            if (isWritten ? relation.MayChange(sending.Statement, other) : relation.MayChange(other, sending.Statement))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOther(int at, object? value)
    {
        if (!texts.TryGetValue(at, out var known))
        {
            texts[at] = known = ValuesAt(at);
        }

        return value is string && sendings[0].Statement.Kinds[at] == ValueKinds.Text && !known.Contains(value);
    }

    // By itself, since a closure is made where its method begins, needed or not.
    private HashSet<object?> ValuesAt(int at) => [.. sendings.Select(sending => sending.Statement.Values[at])];

    // What is asked of a write is answered by a row for each that has changed its own.
    private void KeepEach(IReadOnlyList<FetchedRows> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            sendings[i].Rows = rows[i];
            sendings[i].HasChanged = rows[i].Rows.Count > 0;
        }
    }
}
