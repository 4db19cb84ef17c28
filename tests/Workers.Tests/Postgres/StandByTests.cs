using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NUnit.Framework;
using Pipeline.Postgres;
using Pipeline.Store;
using Pipeline.Store.Postgres;
using Pipeline.Workers.Tests.Bus;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>A server that waits with each commit for a stand-by that has gone.</summary>
public sealed class StandByTests
{
    [Test]
    public async Task A_commit_that_no_stand_by_has_confirmed_in_time_is_not_said_to_be_done()
    {
        await using var server = new PostgresServer();
        await server.StartAsync();
        using var database = new PostgresDatabase(PostgresAddress.Parse($"{server.Address}?Command%20Timeout=1"));
        database.Migrate();
        await using var store = new PostgresStore(database, NullLogger<PostgresStore>.Instance);
        await using var people = NpgsqlDataSource.Create(PostgresAddress.Parse(server.Address).ConnectionString);
        await ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'gone'");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.Until(
            () => Task.FromResult(store.Read(session => session.Scalar<string>("SHOW synchronous_standby_names"))), names => names == "gone", "the server waits for its stand-by");

        var unconfirmed = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(Turn.Of("a"), session => StoreOnDisk.Note(session, "written")));

        Assert.That(unconfirmed!.MayBeRecorded, Is.True, unconfirmed.ToString());

        async Task ExecuteAsync(string statement)
        {
            await using var command = people.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }
}
