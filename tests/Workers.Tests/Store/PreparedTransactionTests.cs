using System.Data.Common;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Writing;
using static Pipeline.Workers.Tests.Store.StoreOnDisk;

namespace Pipeline.Workers.Tests.Store;

public sealed class PreparedTransactionTests
{
    private StoreOnDisk disk = null!;
    private PreparedConnection connection = null!;

    [SetUp]
    public void Open()
    {
        disk = new StoreOnDisk();
        connection = new PreparedConnection(disk.Database.Open());
    }

    [TearDown]
    public async Task Close()
    {
        await connection.DisposeAsync();
        await disk.DisposeAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void One_that_has_ended_leaves_the_next_on_its_connection_alone(bool isCommitted)
    {
        var first = connection.Begin(write: true);
        End(first, isCommitted);
        using var next = connection.Begin(write: true);
        Note(new StoreSession(connection, next), "next");

        first.Dispose();
        next.Commit();

        Assert.That(disk.Notes(), Is.EqualTo(new[] { "next" }));
    }

    [Test]
    public void One_that_nobody_ended_is_undone()
    {
        using (var forgotten = connection.Begin(write: true))
        {
            Note(new StoreSession(connection, forgotten), "forgotten");
        }

        using var next = connection.Begin(write: true);
        next.Commit();

        Assert.That(disk.Notes(), Is.Empty);
    }

    private static void End(DbTransaction transaction, bool isCommitted)
    {
        if (isCommitted)
        {
            transaction.Commit();
        }
        else
        {
            transaction.Rollback();
        }
    }
}
