using System.Collections;
using System.Data.Common;

namespace Pipeline.Store.Postgres;

/// <summary>The parameters of a statement, by their names.</summary>
internal sealed class PostgresParameters : DbParameterCollection
{
    private readonly List<PostgresParameter> parameters = [];

    public override int Count => parameters.Count;

    public override object SyncRoot => parameters;

    /// <summary>The one of a name, looked for first where it is expected; null when there is none.</summary>
    public PostgresParameter? Find(string name, int expected)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[(expected + i) % parameters.Count] is { } parameter && parameter.ParameterName == name)
            {
                return parameter;
            }
        }

        return null;
    }

    public override int Add(object value)
    {
        parameters.Add((PostgresParameter)value);
        return parameters.Count - 1;
    }

    public override void AddRange(Array values) => parameters.AddRange(values.Cast<PostgresParameter>());

    public override void Clear() => parameters.Clear();

    public override bool Contains(object value) => parameters.Contains((PostgresParameter)value);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)parameters).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => parameters.GetEnumerator();

    public override int IndexOf(object value) => parameters.IndexOf((PostgresParameter)value);

    public override int IndexOf(string parameterName) => parameters.FindIndex(parameter => parameter.ParameterName == parameterName);

    public override void Insert(int index, object value) => parameters.Insert(index, (PostgresParameter)value);

    public override void Remove(object value) => parameters.Remove((PostgresParameter)value);

    public override void RemoveAt(int index) => parameters.RemoveAt(index);

    public override void RemoveAt(string parameterName) => parameters.RemoveAt(IndexOf(parameterName));

    protected override DbParameter GetParameter(int index) => parameters[index];

    protected override DbParameter GetParameter(string parameterName) => parameters[IndexOf(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => parameters[index] = (PostgresParameter)value;

    protected override void SetParameter(string parameterName, DbParameter value) => parameters[IndexOf(parameterName)] = (PostgresParameter)value;
}
