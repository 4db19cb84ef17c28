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

        Assert.That(() => BreakingMigrations.Check("store", applied, known, mayBreak: false), Throws.TypeOf<StoreUnavailableException>().With.Message.Contains("then run `pipeline setup`"));
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

        // What is made anew has the same columns and keys afterwards, which the other store's script proves that changes none.
        bool IsMadeAnew(string name) => name.Contains("_rebuilt_", StringComparison.Ordinal) && !name.Contains(".Postgres.", StringComparison.Ordinal);

        Assert.That(scripts.Where(name => !BreakingMigrations.IsBreaking(name) && !IsMadeAnew(name) && TakesAway().IsMatch(new StreamReader(assembly.GetManifestResourceStream(name)!).ReadToEnd())), Is.Empty);
        Assert.That(TakesAway().IsMatch("ALTER TABLE orders DROP COLUMN leg"), Is.True);
    }

    private void HasHad(string script) =>
        database.Step(session => session.Execute($"INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('{script}', {(kind == StoreKind.Postgres ? "now()" : "'2026-01-01'")})"));

    [GeneratedRegex(@"^Pipeline\.Store\.(?:Postgres\.)?Migrations\.(\d{4})_.*$")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bDROP\s+(TABLE|COLUMN)\b|\bRENAME\b|\bALTER\s+COLUMN\b|\bDROP\s+CONSTRAINT\b", RegexOptions.IgnoreCase)]
    private static partial Regex TakesAway();
}
