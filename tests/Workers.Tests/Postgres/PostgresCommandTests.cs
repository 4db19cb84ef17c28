using Npgsql;
using NUnit.Framework;
using Pipeline.Store.Postgres;

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
        first.Parameters.Add(first.CreateParameter());
        first.Dispose();

        using var second = connection.CreateCommand();

        Assert.That(second, Is.SameAs(first));
        Assert.That(second.Parameters, Is.Empty);
    }

    [Test]
    public void One_that_was_done_with_twice_has_one_user_all_the_same()
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
