using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Tables;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>A SQLite store from before follow-ups were kept in the order of their making.</summary>
public sealed class FollowUpMigrationTests
{
    private const string Before =
        """
        DELETE FROM SchemaVersions WHERE ScriptName LIKE '%0074_rebuilt_follow_ups%';
        DROP TABLE follow_ups;
        CREATE TABLE follow_ups (
            cl_ord_id TEXT NOT NULL, message_id TEXT NOT NULL, pass INTEGER NOT NULL, stage TEXT NOT NULL, next_stage TEXT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL,
            body TEXT NOT NULL, sent_at TEXT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at TEXT NOT NULL, PRIMARY KEY (cl_ord_id, message_id)) STRICT, WITHOUT ROWID;
        CREATE INDEX follow_ups_unsent ON follow_ups (next_attempt_at) WHERE sent_at IS NULL;
        INSERT INTO follow_ups VALUES
            ('b', '2', 1, 'session', 'submission', 20, 'OrderReleased', '{"b":2}', NULL, 3, '2026-03-02T15:00:01.0000000Z'),
            ('a', '9', 2, 'submission', NULL, 30, 'OrderSubmitting', '{"a":9}', '2026-03-02T15:00:00.0000000Z', 0, '2026-03-02T15:00:02.0000000Z'),
            ('a', '1', 1, 'intake', 'validation', 10, 'OrderProposed', '{"a":1}', '2026-03-02T15:00:00.0000000Z', 1, '2026-03-02T15:00:03.0000000Z');
        """;

    private const string All =
        "SELECT cl_ord_id || ' ' || message_id || ' ' || pass || ' ' || stage || ' ' || coalesce(next_stage, '-') || ' ' || seq || ' ' || type || ' ' || body || ' ' || coalesce(sent_at, '-') || ' ' || attempts || ' ' || next_attempt_at FROM follow_ups ORDER BY cl_ord_id, message_id";

    [Test]
    public void Keeps_every_one_of_them_and_no_two_of_a_message()
    {
        using var folder = new TempFolder();
        var database = new SqliteDatabase(folder.File("pipeline.db"));
        database.Migrate();
        IReadOnlyList<string> before = [];
        database.Step(session =>
        {
            session.Execute(Before);
            before = session.Query<string>(All);
        });

        database.Migrate();

        Assert.That(before, Has.Count.EqualTo(3));
        Assert.That(database.Look(session => session.Query<string>(All)), Is.EqualTo(before));
        Assert.That(database.Look(FollowUpTable.CountUnsent), Is.EqualTo(1));
        Assert.That(database.Look(session => session.Scalar<long>("SELECT count(*) FROM pragma_index_list('follow_ups') WHERE name = 'follow_ups_unsent' AND partial = 1")), Is.EqualTo(1));
        Assert.That(() => database.Step(session => session.Execute("INSERT INTO follow_ups SELECT * FROM follow_ups")), Throws.Exception.With.Message.Contains("UNIQUE"));
    }
}
