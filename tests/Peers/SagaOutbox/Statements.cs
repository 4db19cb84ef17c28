using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Pipeline.Peers.SagaOutbox;

/// <summary>A message that waits in the outbox.</summary>
internal sealed record Waiting(long Seq, string Type, string Body);

/// <summary>What a step does to the sagas and the outbox.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand begin = Prepared(connection, "INSERT INTO sagas (cl_ord_id, intent_id, state, version) VALUES ($id, $intent, 'Proposed', 1)", "$id", "$intent");
    private readonly SqliteCommand find = Prepared(connection, "SELECT version FROM sagas WHERE cl_ord_id = $id", "$id");
    private readonly SqliteCommand move = Prepared(connection, "UPDATE sagas SET state = $state, version = version + 1 WHERE cl_ord_id = $id AND version = $version", "$state", "$id", "$version");
    private readonly SqliteCommand send = Prepared(connection, "INSERT INTO outbox (type, body) VALUES ($type, $body)", "$type", "$body");
    private readonly SqliteCommand take = Prepared(connection, "SELECT seq, type, body FROM outbox WHERE seq > $after ORDER BY seq LIMIT 256", "$after");
    private readonly SqliteCommand sent = Prepared(connection, "DELETE FROM outbox WHERE seq = $seq", "$seq");

    public void Use(SqliteTransaction transaction)
    {
        foreach (var command in All)
        {
            command.Transaction = transaction;
        }
    }

    /// <summary>Begins an order's saga.</summary>
    public void Begin(string id, string intent) => Run(begin, id, intent);

    /// <summary>Moves a saga on.</summary>
    /// <exception cref="InvalidOperationException">There is none, or somebody else has moved it.</exception>
    public void Move(string id, string state)
    {
        find.Parameters[0].Value = id;
        var version = (long?)find.ExecuteScalar() ?? throw new InvalidOperationException($"There is no saga {id}");
        if (Run(move, state, id, version) != 1)
        {
            throw new InvalidOperationException($"Somebody else has moved {id}");
        }
    }

    /// <summary>Has a message sent after the commit.</summary>
    public void Send(Told message) => Run(send, message.GetType().Name, JsonSerializer.Serialize(message, message.GetType()));

    /// <summary>The messages after one, in their order, at most 256.</summary>
    public List<Waiting> After(long seq)
    {
        take.Parameters[0].Value = seq;
        using var reader = take.ExecuteReader();
        var found = new List<Waiting>();
        while (reader.Read())
        {
            found.Add(new Waiting(reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        }

        return found;
    }

    /// <summary>Takes what was sent out of the outbox.</summary>
    public void Remove(IEnumerable<Waiting> messages)
    {
        foreach (var message in messages)
        {
            Run(sent, message.Seq);
        }
    }

    public void Dispose() => Array.ForEach(All, command => command.Dispose());

    private SqliteCommand[] All => [begin, find, move, send, take, sent];

    private static int Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Prepared(SqliteConnection connection, string text, params string[] names)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        Array.ForEach(names, name => command.Parameters.Add(new SqliteParameter { ParameterName = name }));
        return command;
    }
}
