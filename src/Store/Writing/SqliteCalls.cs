using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Store.Writing;

/// <summary>
/// The calls of SQLite that are made for every value and every row, on the library that the provider has loaded. The provider's own
/// hold the statement's handle anew for each; here who calls keeps it, for as long as the statement lives. What only looks at a row that is
/// there, or takes a number, neither waits nor calls back, so that the runtime need not make way for it.
/// Source: https://www.sqlite.org/c3ref/column_blob.html and bind_blob.html.
/// </summary>
internal static partial class SqliteCalls
{
    private const string Library = "e_sqlite3";

    /// <summary>SQLite keeps a copy of what it is given.</summary>
    private const nint Transient = -1;

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int BindNull(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int BindInteger(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int BindReal(nint statement, int index, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial int ColumnType(nint statement, int ordinal);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial long ColumnInteger(nint statement, int ordinal);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    public static partial double ColumnReal(nint statement, int ordinal);

    [LibraryImport(Library, EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static unsafe partial int FileControl(nint database, string name, int operation, void* answer);

    /// <summary>Binds a text.</summary>
    public static unsafe int BindText(nint statement, int index, ReadOnlySpan<byte> text)
    {
        // An empty span has no address, and SQLite takes none for null.
        fixed (byte* bytes = text.IsEmpty ? "\0"u8 : text)
        {
            return BindText(statement, index, bytes, text.Length, Transient);
        }
    }

    /// <summary>Reads a text. The database's is UTF-8, so that nothing is converted.</summary>
    public static unsafe string ColumnText(nint statement, int ordinal)
    {
        // In this order: the length is of what was asked for last.
        var text = ColumnBlob(statement, ordinal);
        return Encoding.UTF8.GetString(new ReadOnlySpan<byte>(text, ColumnLength(statement, ordinal)));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe partial int BindText(nint statement, int index, byte* text, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    private static unsafe partial byte* ColumnBlob(nint statement, int ordinal);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl), typeof(CallConvSuppressGCTransition)])]
    private static partial int ColumnLength(nint statement, int ordinal);
}
