using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Pipeline.Store.Queries;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What indexes cost whoever writes a row, and spare whoever counts.</summary>
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

    [Test]
    public async Task How_many_orders_are_where_is_counted_in_an_index_and_no_order_is_read()
    {
        await using var store = new StoreOnDisk();
        using var connection = store.Database.Open();

        Assert.That(Plan(connection, StoreFigures.ByState), Has.Some.Contains("order_sagas USING COVERING INDEX order_sagas_waiting"));
    }

    private static List<string> Plan(SqliteConnection connection, string statement) => Rows(connection, $"EXPLAIN QUERY PLAN {statement}", column: 3);

    private static List<string> Opcodes(SqliteConnection connection, string statement) => Rows(connection, $"EXPLAIN {statement}", column: 1);

    private static List<string> Rows(SqliteConnection connection, string statement, int column)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(column));
        }

        return rows;
    }
}
