using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Audit;

namespace Pipeline.Workers.Tests.Audit;

/// <summary>A look at the chain in which the store is lost: what was read of it says nothing.</summary>
public sealed class InterruptedCheckTests
{
    [Test]
    public async Task A_look_in_which_the_store_was_lost_is_had_again_and_finds_no_fault_that_is_none()
    {
        await using var store = new SealedStore();
        for (var seal = 0; seal < 3; seal++)
        {
            await store.RecordAsync(4);
            await store.SealAsync();
        }

        var check = new AuditCheck(store.Store.Read);
        Assert.That(check.LookAtNext(), Is.True);

        Execute(store, "ALTER TABLE journal RENAME TO away");
        Assert.That(() => check.LookAtNext(), Throws.InstanceOf<SqliteException>(), "the seal can be read, and its records can't");
        Execute(store, "ALTER TABLE away RENAME TO journal");
        while (check.LookAtNext())
        {
        }

        Assert.That((check.Faults.Count, check.Seals, check.Records), Is.EqualTo((0, 3L, 12L)));
    }

    private static void Execute(SealedStore store, string statement)
    {
        using var connection = store.Database.Open();
        new StoreSession(connection, null).Execute(statement);
    }
}
