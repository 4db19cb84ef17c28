using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Store.Postgres;

/// <summary>Turns as locks of the database, which end with the transaction that took them, also when its process dies.</summary>
internal static class PostgresTurns
{
    /// <summary>So many names are remembered with their keys; to forget them costs a hash each.</summary>
    private const int Most = 100_000;

    private static readonly StatementShape Begun = StatementShape.Of("SELECT begin_turn($1, $2)");

    /// <summary>
    /// Who waits for an account does so, in milliseconds, for longer than a holder that stands still may have it (<see cref="PostgresAddress"/>), since whoever gives up loses its place in the line. For
    /// everything else it stays shorter: everybody waits behind whoever waits for the whole store, and a lease would run out. A list is worked out from its left.
    /// </summary>
    private static readonly StatementShape BegunPatiently = StatementShape.Of("SELECT set_config('lock_timeout', '15000', true), begin_turn($1, $2)");

    private static readonly Remembered<string, long> Keys = new(Most);

    /// <summary>Takes a turn, as the first thing that a transaction sends: what is read later, also in the same go, was committed by whoever had it before.</summary>
    public static void Begin(PostgresConnection connection, bool isAlone, IEnumerable<string> names)
    {
        var named = names.ToHashSet();
        long[] keys = [.. named.Select(KeyOf).Distinct().Order()];
        connection.Pipe.Add(new Statement(!isAlone && named.Any(Turn.IsAccount) ? BegunPatiently : Begun, [isAlone, keys], new string(ValueKinds.Other, 2)));
        if (isAlone)
        {
            // Who has the whole store has it before anything else, which need not be in the store: such steps are few.
            connection.Pipe.Flush();
        }
    }

    /// <summary>The lock of a name. Two names of one key only wait for each other. Its highest bits are free: marks of the journal have them.</summary>
    public static long KeyOf(string name)
    {
        if (!Keys.TryGet(name, out var key))
        {
            key = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))) & ((1L << 62) - 1);
            Keys.Add(name, key);
        }

        return key;
    }
}
