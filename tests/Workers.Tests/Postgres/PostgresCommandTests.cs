using System.Data;
using Npgsql;
using NUnit.Framework;
using Pipeline.Store.Postgres;
using Pipeline.Workers.Tests.Store;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>A command is used again by whoever comes next on its connection.</summary>
public sealed class PostgresCommandTests
{
    private readonly PostgresConnection connection = new(new NpgsqlConnection());

    [OneTimeTearDown]
    public void Close() => connection.Dispose();

    [Test]
    public void One_that_was_done_with_is_used_again_without_what_it_had()
    {
        var first = connection.CreateCommand();
        first.CommandText = "SELECT @number";
        var parameter = first.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Value) = ("number", DbType.Int64, 1L);
        first.Parameters.Add(parameter);
        first.Dispose();

        using var second = connection.CreateCommand();

        Assert.That(second, Is.SameAs(first));
        Assert.That((second.CommandText, second.Parameters.Count), Is.EqualTo(("", 0)));
        var fresh = second.CreateParameter();
        Assert.That(fresh, Is.SameAs(parameter));
        Assert.That((fresh.DbType, fresh.Value), Is.EqualTo((default(DbType), (object?)null)), "of a null it is the type");
    }

    [Test]
    public async Task A_time_that_is_not_known_is_not_of_the_type_of_what_the_statement_before_had_there()
    {
        using var opened = TestStore.Create(StoreKind.Postgres);

        var type = await opened.Store.WriteAsync(session =>
        {
            session.Scalar<long>("SELECT @number", new { number = 1L });
            return session.Scalar<string>("SELECT pg_typeof(@at)::text", new { at = (DateTimeOffset?)null });
        });

        Assert.That(type, Is.EqualTo("text"));
    }

    [Test]
    public void One_that_is_disposed_of_twice_at_once_is_there_once()
    {
        var done = connection.CreateCommand();
        done.Dispose();
        done.Dispose();

        using var one = connection.CreateCommand();
        using var other = connection.CreateCommand();

        Assert.That(one, Is.Not.SameAs(other));
    }

    [Test]
    public void One_in_use_is_its_users_alone()
    {
        using var one = connection.CreateCommand();
        using var other = connection.CreateCommand();

        Assert.That(one, Is.Not.SameAs(other));
    }
}
