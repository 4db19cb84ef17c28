using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What writing a row costs beside the row.</summary>
public sealed class IndexConditionTests
{
    [TestCase("INSERT INTO journal (at, kind, stage, data) VALUES ('', '', '', '')")]
    [TestCase("UPDATE orders SET ord_status = 'filled', order_id = '' WHERE cl_ord_id = ''")]
    [TestCase("UPDATE follow_ups SET sent_at = '' WHERE cl_ord_id = '' AND message_id = '' AND sent_at IS NULL")]
    [TestCase("INSERT INTO executions (venue, account, exec_id, order_id, exec_type, symbol, side, last_qty, last_px, transact_time, seq) VALUES ('', '', '', '', '', '', '', '', '', '', 0)")]
    public async Task Whether_a_row_belongs_into_an_index_is_asked_without_a_table_made_for_the_question(string statement)
    {
        await using var store = new StoreOnDisk();
        using var connection = store.Database.Open();

        Assert.That(Opcodes(connection, statement), Has.Member("IdxInsert").And.No.Member("OpenEphemeral"));
    }

    private static List<string> Opcodes(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN {statement}";
        using var reader = command.ExecuteReader();
        var opcodes = new List<string>();
        while (reader.Read())
        {
            opcodes.Add(reader.GetString(1));
        }

        return opcodes;
    }
}
