using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Store;

/// <summary>The values of one use of a statement. The parameters themselves are used again and again.</summary>
internal sealed class StatementParameters : DbParameterCollection, IEnumerable<StatementParameter>
{
    private readonly List<StatementParameter> made = [];
    private readonly List<StatementParameter> all = [];
    private int handedOut;

    public override int Count => all.Count;

    public override object SyncRoot => all;

    public new StatementParameter this[int index] => all[index];

    /// <summary>A parameter to fill in and add.</summary>
    public StatementParameter Next()
    {
        if (handedOut == made.Count)
        {
            made.Add(new StatementParameter());
        }

        return made[handedOut++];
    }

    /// <summary>The one of a name, looked for first where it is expected; null when there is none.</summary>
    public StatementParameter? Find(string name, int expected)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (all[(expected + i) % all.Count] is { } parameter && parameter.ParameterName == name)
            {
                return parameter;
            }
        }

        return null;
    }

    public override int Add(object value)
    {
        all.Add((StatementParameter)value);
        return all.Count - 1;
    }

    public override void AddRange(Array values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    public override void Clear()
    {
        all.Clear();
        for (var i = 0; i < handedOut; i++)
        {
            made[i].Begin();
        }

        handedOut = 0;
    }

    public override bool Contains(object value) => all.Contains((StatementParameter)value);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)all).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => all.GetEnumerator();

    IEnumerator<StatementParameter> IEnumerable<StatementParameter>.GetEnumerator() => all.GetEnumerator();

    public override int IndexOf(object value) => all.IndexOf((StatementParameter)value);

    public override int IndexOf(string parameterName) => all.FindIndex(parameter => parameter.ParameterName == parameterName);

    public override void Insert(int index, object value) => all.Insert(index, (StatementParameter)value);

    public override void Remove(object value) => all.Remove((StatementParameter)value);

    public override void RemoveAt(int index) => all.RemoveAt(index);

    public override void RemoveAt(string parameterName) => all.RemoveAt(IndexOf(parameterName));

    protected override DbParameter GetParameter(int index) => all[index];

    protected override DbParameter GetParameter(string parameterName) => all[IndexOf(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => all[index] = (StatementParameter)value;

    protected override void SetParameter(string parameterName, DbParameter value) => all[IndexOf(parameterName)] = (StatementParameter)value;
}

/// <summary>A value by its name. Its type is that of the value.</summary>
internal sealed class StatementParameter : DbParameter
{
    public override DbType DbType { get; set; }

    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    public override bool IsNullable { get; set; }

    [AllowNull]
    public override string ParameterName { get => field; set => field = value ?? ""; } = "";

    public override int Size { get; set; }

    [AllowNull]
    public override string SourceColumn { get => ""; set { } }

    public override bool SourceColumnNullMapping { get; set; }

    public override object? Value { get; set; }

    /// <summary>Begins another use, of which nothing is said: what it was said to be would be taken for the type of a null.</summary>
    public void Begin() => (Value, DbType) = (null, default);

    public override void ResetDbType() => DbType = default;
}
