using System.CommandLine;
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
    public static Command Create() => new("store", "Moves an installation from one store to another.") { Copy() };

    private static Command Copy()
    {
        var from = new Argument<string>("FROM") { Description = "The path of a SQLite file, such as .pipeline/pipeline.db. No pipeline may run on it." };
        var to = new Argument<string>("TO") { Description = "postgres://user@host:port/database, of an empty database: its tables are made." };
        var command = new Command(
            "copy",
            """
            Copies everything from a SQLite file to a PostgreSQL database, all of it or nothing, then makes the ledger anew from the copied journal and walks the
            chain over it, as `ledger verify` and `audit verify` do. The file is left as it was; nothing may run on it any more.
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

        source.Migrate();
        target.Migrate();
        var copied = StoreLook.At(target, "store copy", () => new StoreCopy(source, target).Run((table, rows, all) => console.Error.WriteLine($"store copy: {table}: {rows:N0} of {all:N0} rows")));
        console.Output.WriteLine($"copied    {copied.Values.Sum():N0} rows of {copied.Count} tables to {target.Name}");
        return Verify(target, console);
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
