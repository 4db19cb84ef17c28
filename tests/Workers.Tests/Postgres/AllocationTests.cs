using Npgsql;
using NUnit.Framework;
using Pipeline.Store.Postgres;

namespace Pipeline.Workers.Tests.Postgres;

/// <summary>What is asked of every statement about every other one that waits with it is asked some thousand times an order: its answer allocates nothing.</summary>
public sealed class AllocationTests
{
    private static readonly Statement Change = Statements.Of("UPDATE orders SET status = @status WHERE cl_ord_id = @id", ("id", "a"), ("status", "filled"));
    private static readonly Statement OtherChange = Statements.Of("UPDATE orders SET status = @status WHERE cl_ord_id = @id", ("id", "b"), ("status", "filled"));
    private static readonly Statement Read = Statements.Of("SELECT cl_ord_id, status FROM orders WHERE cl_ord_id = @id", ("id", "b"));

    [Test]
    public void Whether_a_write_changes_what_was_fetched()
    {
        var reads = new AheadReads();
        reads.Add(new Sending(Read, SendingKind.Ahead));

        Assert.That(Bytes(() => reads.Outdate(Change)), Is.Zero);
        Assert.That(reads.Outdate(OtherChange), Is.True, "a change of that very row does");
    }

    [Test]
    public void Whether_a_statement_may_come_before_another()
    {
        var parcel = new Parcel(new Sending(Change, SendingKind.Write));
        var (read, same) = (new Sending(Read, SendingKind.Ahead), new Sending(Change with { }, SendingKind.Write));

        Assert.That(Bytes(() => parcel.MayComeAfter(read)), Is.Zero);
        Assert.That((parcel.MayComeAfter(read), parcel.MayComeAfter(new Sending(OtherChange, SendingKind.Write)), parcel.Takes(same)), Is.EqualTo((true, true, false)));
    }

    [Test]
    public void Whether_a_change_is_part_of_another()
    {
        List<Sending> waiting = [new Sending(Change, SendingKind.Write)];

        Assert.That(Bytes(() => Folding.TryFold(waiting, 0, OtherChange)), Is.Zero);
        Assert.That(Folding.TryFold(waiting, 0, Change), Is.True, "one of the same row is");
    }

    [Test]
    public void A_command_that_is_used_again()
    {
        using var connection = new PostgresConnection(new NpgsqlConnection());

        Assert.That(
            Bytes(() =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = Change.Shape.Text;
                command.Parameters.Add(command.CreateParameter());
                return true;
            }),
            Is.Zero);
    }

    // The least of several: the first ones fill what is kept.
    private static long Bytes(Func<bool> ask)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ask();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
