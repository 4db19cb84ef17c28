using System.CommandLine;
using Microsoft.Data.Sqlite;
using Pipeline.Host.Options;
using Pipeline.Store;
using Pipeline.Store.Copying;
using Pipeline.Store.Ledger;
using Pipeline.Store.Postgres;
using Pipeline.Store.Writing;

namespace Pipeline.Host.Commands;

/// <summary><c>pipeline store</c>: moves an installation.</summary>
internal static class StoreCommand
{
    public static Command Create() => new("store", "Moves an installation from one store to another.") { Copy(), Reopen() };

    private static Command Copy()
    {
        var from = new Argument<string>("FROM") { Description = "The path of a SQLite file, such as .pipeline/pipeline.db. No pipeline may run on it." };
        var to = new Argument<string>("TO") { Description = "postgres://user@host:port/database, of an empty database: its tables are made." };
        var command = new Command(
            "copy",
            """
            Copies everything from a SQLite file to a PostgreSQL database, all of it or nothing, then makes the ledger anew from the copied journal and walks the
            chain over it, as `ledger verify` and `audit verify` do. Nobody else may have the file open. Its orders stay in it, and it is marked as moved: no process starts
            on it any more (`store reopen` takes the mark away).
            Exit code: 0 when the copy is whole, 1 when something in it is not equal, 2 when an argument is none, 3 when one of them can't be used.
            """)
        {
            from, to,
        };
        command.SetAction(parsed => Run(parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.InvocationConfiguration));
        return command;
    }

    private static int Run(string from, string to, InvocationConfiguration console)
    {
        if (StoreAddress.IsServer(from) || StoreLook.Named("TO", to) is not PostgresDatabase target)
        {
            throw new OptionException("store copy: it copies from a file to a database on a server: `pipeline store copy .pipeline/pipeline.db postgres://user@host/database`");
        }

        var source = new SqliteDatabase(from);
        if (!source.Exists())
        {
            throw new OptionException($"store copy: there is no store at {from}");
        }

        StoreLook.Migrate(source, "store copy");
        StoreLook.Migrate(target, "store copy");
        var copied = StoreLook.At(target, "store copy", () => Copied(source, target, console.Error));
        console.Output.WriteLine($"copied    {copied.Values.Sum():N0} rows of {copied.Count} tables to {target.Name}");
        return Verify(target, console);
    }

    // A damaged page of the file is found only when the copy comes to it, and is nothing that the database has.
    private static IReadOnlyDictionary<string, long> Copied(SqliteDatabase source, PostgresDatabase target, TextWriter error)
    {
        try
        {
            return new StoreCopy(source, target, TimeProvider.System).Run((table, rows, all) => error.WriteLine($"store copy: {table}: {rows:N0} of {all:N0} rows"));
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException($"store copy: {source.Name} can't be read: {e.Message}", e);
        }
    }

    private static Command Reopen()
    {
        var file = new Argument<string>("FILE") { Description = "The path of a SQLite file that was copied, such as .pipeline/pipeline.db." };
        var command = new Command(
            "reopen",
            """
            Has a file served again that `store copy` has marked as moved: for a copy that was given up before any process has started on it. Where one has, what it did is
            not in the file, and what is on its way in both would be sent by both.
            Exit code: 0 when it is served again, 1 when it was not marked, 2 when an argument is none, 3 when the file can't be used.
            """)
        {
            file,
        };
        command.SetAction(parsed => Reopen(parsed.GetValue(file)!, parsed.InvocationConfiguration));
        return command;
    }

    private static int Reopen(string file, InvocationConfiguration console)
    {
        var database = new SqliteDatabase(file);
        if (StoreAddress.IsServer(file) || !database.Exists())
        {
            throw new OptionException($"store reopen: there is no file at {file}");
        }

        StoreLook.Migrate(database, "store reopen");
        var moved = StoreLook.At(database, "store reopen", () =>
        {
            var mark = database.Look(MovedStore.Find);
            database.Step(session => MovedStore.Reopen(session));
            return mark;
        });
        console.Output.WriteLine(moved is null ? $"{file} was not marked as moved" : $"{file} is served again; it was copied to {moved.Address} at {moved.MovedAt:yyyy-MM-dd HH:mm:ss} UTC");
        return moved is null ? 1 : 0;
    }

    private static int Verify(PostgresDatabase target, InvocationConfiguration console)
    {
        var ledger = StoreLook.At(target, "store copy", () => target.Look(LedgerCheck.Run));
        LedgerCommand.Write(console.Output, ledger);
        var audit = AuditCommand.Walk(target, null, console.Error);
        AuditCommand.Write(console.Output, target.Name, audit);
        return ledger.IsEqual && audit.IsIntact ? 0 : 1;
    }
}
