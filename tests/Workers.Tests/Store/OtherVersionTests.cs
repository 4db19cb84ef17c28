using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Postgres;
using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>A store that a newer version has worked on, and one that a newer version is to work on.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed partial class OtherVersionTests(StoreKind kind)
{
    private TempFolder folder = null!;
    private TestDatabase? server;
    private IStoreDatabase database = null!;

    [SetUp]
    public async Task Open()
    {
        folder = new TempFolder();
        server = kind == StoreKind.Postgres ? await TestDatabase.CreateAsync() : null;
        database = server is null ? new SqliteDatabase(folder.File("pipeline.db")) : server.Database;
        database.Migrate();
    }

    [TearDown]
    public void Close()
    {
        database.Step(session => session.Execute("DELETE FROM SchemaVersions WHERE ScriptName LIKE '%9999%'"));
        server?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void What_a_newer_version_has_added_is_no_hindrance()
    {
        HasHad("Pipeline.Store.Migrations.9999_more.sql");

        Assert.That(() => database.Migrate(), Throws.Nothing);
    }

    [TestCase(false)]
    [TestCase(true, Description = "not even by pipeline setup")]
    public void What_a_newer_version_has_broken_is_told_at_the_start(bool mayBreak)
    {
        HasHad("Pipeline.Store.Migrations.9999_breaking_orders.sql");

        Assert.That(
            () => database.Migrate(mayBreak), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("is of a newer version").And.Message.Contains("9999_breaking_orders"));
    }

    [Test]
    public void A_start_breaks_nothing_that_may_run_and_setup_does()
    {
        string[] applied = ["0001_orders.sql"], known = ["0001_orders.sql", "0002_breaking_orders.sql"];

        Assert.That(() => BreakingMigrations.Check("store", applied, known, mayBreak: false), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("then run `pipeline setup --breaking`"));
        Assert.That(() => BreakingMigrations.Check("store", applied, known, mayBreak: true), Throws.Nothing);
        Assert.That(() => BreakingMigrations.Check("store", [], known, mayBreak: false), Throws.Nothing, "of a new store there is nobody");
    }

    /// <summary>Up to this one no version was told apart.</summary>
    private const int Before = 73;

    [Test]
    public void A_migration_that_takes_something_away_says_so_in_its_name()
    {
        var assembly = typeof(SqliteDatabase).Assembly;
        var scripts = assembly.GetManifestResourceNames().Select(name => Number().Match(name)).Where(name => name.Success && int.Parse(name.Groups[1].ValueSpan) > Before).Select(name => name.Groups[0].Value);

        string Read(string name)
        {
            var script = new StreamReader(assembly.GetManifestResourceStream(name)!).ReadToEnd();
            return name.Contains(".Postgres.", StringComparison.Ordinal) ? script : MadeAnew().Replace(script, "");
        }

        Assert.That(scripts.Where(name => !BreakingMigrations.IsBreaking(name) && TakesAway().IsMatch(Read(name))), Is.Empty);
        Assert.That(TakesAway().IsMatch("ALTER TABLE orders DROP COLUMN leg"), Is.True);
    }

    [TestCase("DROP TABLE orders; ALTER TABLE orders_rebuilt RENAME TO orders;", false)]
    [TestCase("DROP TABLE orders; ALTER TABLE claims_rebuilt RENAME TO claims;", true)]
    [TestCase("DROP TABLE orders;", true)]
    public void A_table_takes_the_place_of_the_one_that_it_was_made_from_and_of_no_other(string script, bool takesAway) =>
        Assert.That(TakesAway().IsMatch(MadeAnew().Replace(script, "")), Is.EqualTo(takesAway));

    private void HasHad(string script) =>
        database.Step(session => session.Execute($"INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('{script}', {(kind == StoreKind.Postgres ? "now()" : "'2026-01-01'")})"));

    [GeneratedRegex(@"^Pipeline\.Store\.(?:Postgres\.)?Migrations\.(\d{4})_.*$")]
    private static partial Regex Number();

    // The one that takes its place has the same columns and keys, which the comparison with the other store's schema shows: of that one a script takes nothing away.
    [GeneratedRegex(@"DROP TABLE (\w+);\s*ALTER TABLE \1_rebuilt RENAME TO \1;")]
    private static partial Regex MadeAnew();

    [GeneratedRegex(@"\bDROP\s+(TABLE|COLUMN)\b|\bRENAME\b|\bALTER\s+COLUMN\b|\bDROP\s+CONSTRAINT\b", RegexOptions.IgnoreCase)]
    private static partial Regex TakesAway();
}
