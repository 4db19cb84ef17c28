using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Postgres;
using Pipeline.Store.Writing;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>Both stores have the same tables.</summary>
public sealed class SchemaTests
{
    /// <summary>SQLite's migrations up to this one are PostgreSQL's first.</summary>
    private const int First = 66;

    private TempFolder folder = null!;
    private TestStore opened = null!;
    private SqliteDatabase sqlite = null!;

    [SetUp]
    public void Open()
    {
        folder = new TempFolder();
        sqlite = new SqliteDatabase(folder.File("pipeline.db"));
        sqlite.Migrate();
        opened = TestStore.Create(StoreKind.Postgres);
    }

    [TearDown]
    public void Close()
    {
        opened.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Every_later_migration_has_a_twin_of_its_name()
    {
        string[] NamesIn(string place) => [.. typeof(SqliteDatabase).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(place, StringComparison.Ordinal))
            .Select(name => name[place.Length..^".sql".Length]).Where(name => int.Parse(name[..4]) > First).Order(StringComparer.Ordinal)];

        Assert.That(
            NamesIn("Pipeline.Store.Postgres.Migrations.").Select(name => name.EndsWith("_online", StringComparison.Ordinal) ? name[..^"_online".Length] : name).Distinct(),
            Is.EqualTo(NamesIn("Pipeline.Store.Migrations.")), "src/Store/Migrations and src/Store/Postgres/Migrations");
    }

    [Test]
    public void Tables_and_columns_are_the_same_in_order_kind_and_whether_they_may_be_empty()
    {
        var ours = opened.Store.Read(session => session.Query<string>(
            """
            SELECT table_name || '.' || column_name || ' ' || data_type || CASE WHEN is_nullable = 'YES' THEN '' ELSE ' NOT NULL' END FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT IN ('schemaversions', 'parked_orders') ORDER BY 1
            """));
        var theirs = sqlite.Look(session => session.Query<string>(
            """
            SELECT t.name || '.' || c.name || ' ' || CASE c.type WHEN 'TEXT' THEN 'text' WHEN 'INTEGER' THEN 'bigint' WHEN 'BLOB' THEN 'bytea' ELSE 'double precision' END
                || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' NOT NULL' ELSE '' END
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'SchemaVersions' ORDER BY 1
            """));

        Assert.That(ours.Order(StringComparer.Ordinal), Is.EqualTo(theirs.Order(StringComparer.Ordinal)));
    }

    [Test]
    public void It_is_known_which_rows_must_be_there_before_others() => Assert.That(
        opened.Store.Read(session => session.Query<string>("SELECT DISTINCT conrelid::regclass || ' ' || confrelid::regclass FROM pg_constraint WHERE contype = 'f'")),
        Is.EquivalentTo(StatementShape.Parents.SelectMany(table => table.Value.Select(parent => $"{table.Key} {parent}"))));

    [Test]
    public void Indexes_and_keys_are_the_same()
    {
        var ours = opened.Store.Read(session => session.Query<string>(
            """
            SELECT t.relname || ' ' || CASE WHEN x.indisunique THEN 'unique ' ELSE '' END
                || (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(x.indkey) WITH ORDINALITY k(attnum, n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
                || CASE WHEN x.indpred IS NULL THEN '' ELSE ' partial' END
            FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'schemaversions'
            """));
        var theirs = sqlite.Look(session => session.Query<string>(
            """
            SELECT t.name || ' ' || CASE WHEN i."unique" = 1 THEN 'unique ' ELSE '' END || (SELECT group_concat(name, ',') FROM pragma_index_info(i.name)) || CASE WHEN i.partial = 1 THEN ' partial' ELSE '' END
            FROM sqlite_master t JOIN pragma_index_list(t.name) i WHERE t.type = 'table' AND t.name <> 'SchemaVersions'
            UNION ALL
            SELECT t.name || ' unique ' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'SchemaVersions' AND c.pk = 1 AND c.type = 'INTEGER'
                AND (SELECT count(*) FROM pragma_table_info(t.name) p WHERE p.pk > 0) = 1
            """));

        Assert.That(ours.Order(StringComparer.Ordinal), Is.EqualTo(theirs.Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task The_journal_and_the_seals_refuse_to_be_changed()
    {
        await opened.Store.WriteAsync(session => StoreOnDisk.Note(session, "kept"));
        foreach (var sql in new[] { "UPDATE journal SET data = ''", "DELETE FROM journal", "TRUNCATE journal", "DELETE FROM audit_seals" })
        {
            Assert.That(async () => await opened.Store.WriteAsync(session => session.Execute(sql)), Throws.TypeOf<Npgsql.PostgresException>().With.Message.Contains("append-only"), sql);
        }
    }

    [Test]
    public async Task What_no_text_of_a_column_can_hold_stands_there_as_the_replacement_character()
    {
        await opened.Store.WriteAsync(session => StoreOnDisk.Note(session, "a\0b\ud83dc"));

        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT stage FROM journal")), Is.EqualTo(new[] { "a\ufffdb\ufffdc" }));
    }

    [Test]
    public async Task Hosts_that_start_at_the_same_time_migrate_once()
    {
        opened.Database.Step(session =>
        {
            session.Execute("DROP SCHEMA public CASCADE");
            session.Execute("CREATE SCHEMA public");
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => opened.Database.Migrate())));

        Assert.That(opened.Store.Read(session => session.Query<string>("SELECT scriptname FROM schemaversions")), Is.EqualTo(PostgresMigration.Scripts.Select(script => script.Name)));
    }
}
