using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Pipeline.Store.Writing;

/// <summary>
/// What the writer's commits append to the write-ahead log. SQLite makes two calls of the kernel for each page, its head and its bytes, and an order writes some 35 pages; here they are
/// collected until SQLite asks for a flush, which it does before it tells anybody that there is something new in the log, and are written together. The flush itself may be left to
/// <see cref="LogFlushes"/>.
/// That is so of a connection that flushes each commit (<c>synchronous=FULL</c>) and writes nothing before it commits (<c>cache_spill=OFF</c>). Whatever else it did while bytes are
/// collected would be an error of the disk, and never a write that comes too late.
/// Source: https://www.sqlite.org/c3ref/io_methods.html, SQLITE_FCNTL_JOURNAL_POINTER in https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html, and https://www.sqlite.org/walformat.html.
/// </summary>
internal sealed unsafe class LogWrites
{
    private const int JournalPointer = 28;
    private const int MethodsOfVersion3 = 3;
    private const int ErrorOfRead = raw.SQLITE_IOERR | (1 << 8);
    private const int ErrorOfWrite = raw.SQLITE_IOERR | (3 << 8);

    /// <summary>SQLite hands the kernel less than 128 KB at once.</summary>
    private const int MostAtOnce = 124 * 1024;

    private readonly Collected* collected;

    private LogWrites(Collected* collected) => this.collected = collected;

    /// <summary>Collects what a connection appends from now on, until it is closed.</summary>
    /// <param name="connection">One that is nobody else's and has read its file.</param>
    /// <param name="leavesFlush">Whether a commit returns before it is on the disk, and who calls flushes the log.</param>
    /// <exception cref="InvalidOperationException">It has no write-ahead log.</exception>
    public static LogWrites Collect(SqliteConnection connection, bool leavesFlush)
    {
        File* log = null;
        SqliteException.ThrowExceptionForRC(SqliteCalls.FileControl(connection.Handle!.DangerousGetHandle(), "main", JournalPointer, &log), connection.Handle);
        if (log == null || log->Methods == null || log->Methods->Version < MethodsOfVersion3)
        {
            throw new InvalidOperationException($"The connection to {connection.DataSource} has no write-ahead log open");
        }

        var collected = (Collected*)NativeMemory.AllocZeroed((nuint)sizeof(Collected));
        collected->Sqlites = log->Methods;
        collected->LeavesFlush = leavesFlush;
        collected->Methods = *log->Methods;
        collected->Methods.Close = &Close;
        collected->Methods.Read = &Read;
        collected->Methods.Write = &Write;
        collected->Methods.Sync = &Sync;
        log->Methods = &collected->Methods;
        return new LogWrites(collected);
    }

    /// <summary>Whether the last commit left a flush to who calls; one that wrote nothing left none. The connection must be open.</summary>
    public bool TakeFlush()
    {
        var isDue = collected->IsFlushDue;
        collected->IsFlushDue = false;
        return isDue;
    }

    /// <summary>How often the log was flushed as SQLite does it. The connection must be open.</summary>
    internal long SqlitesFlushes => collected->SqlitesFlushes;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(File* log, byte* bytes, int length, long offset)
    {
        var collected = (Collected*)log->Methods;
        if (collected->Length > 0 && offset != collected->Offset + collected->Length)
        {
            return collected->Fail(ErrorOfWrite);
        }

        if (collected->Length + length > MostAtOnce && collected->WriteOut(log) is not raw.SQLITE_OK and var error)
        {
            return error;
        }

        if (length > MostAtOnce)
        {
            return collected->Sqlites->Write(log, bytes, length, offset);
        }

        collected->Append(bytes, length, offset);
        return raw.SQLITE_OK;
    }

    // Before a commit's pages SQLite flushes the head of a log that it begins anew, and before it copies pages to the database all that is in the log: neither is left.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(File* log, int flags)
    {
        var collected = (Collected*)log->Methods;
        var isCommit = collected->Length > 0 && collected->Offset > 0;
        var error = collected->WriteOut(log);
        if (error != raw.SQLITE_OK)
        {
            return error;
        }

        if (isCommit && collected->LeavesFlush)
        {
            collected->IsFlushDue = true;
            return raw.SQLITE_OK;
        }

        collected->SqlitesFlushes++;
        return collected->Sqlites->Sync(log, flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(File* log, byte* bytes, int length, long offset)
    {
        var collected = (Collected*)log->Methods;
        return collected->Length == 0 ? collected->Sqlites->Read(log, bytes, length, offset) : collected->Fail(ErrorOfRead);
    }

    // What a commit that failed has left is nobody's.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(File* log)
    {
        var collected = (Collected*)log->Methods;
        log->Methods = collected->Sqlites;
        NativeMemory.Free(collected);
        return log->Methods->Close(log);
    }

    /// <summary>SQLite's <c>sqlite3_file</c>.</summary>
    private struct File
    {
        public Methods* Methods;
    }

    /// <summary>SQLite's <c>sqlite3_io_methods</c>, version 3.</summary>
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<File*, int> Close;
        public delegate* unmanaged[Cdecl]<File*, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<File*, byte*, int, long, int> Write;
        public nint Truncate;
        public delegate* unmanaged[Cdecl]<File*, int, int> Sync;
        public Others Others;
    }

    /// <summary>The methods from xFileSize to xUnfetch, which stay SQLite's.</summary>
    [InlineArray(13)]
    private struct Others
    {
        public nint First;
    }

    /// <summary>A log's methods, and what they hold. SQLite sees the methods alone, which stand first.</summary>
    private struct Collected
    {
        public Methods Methods;
        public Methods* Sqlites;
        public bool LeavesFlush;
        public bool IsFlushDue;
        public long SqlitesFlushes;
        public long Offset;
        public int Length;
        public fixed byte Bytes[MostAtOnce];

        public void Append(byte* bytes, int length, long offset)
        {
            Offset = Length == 0 ? offset : Offset;
            Unsafe.CopyBlockUnaligned(ref Bytes[Length], ref *bytes, (uint)length);
            Length += length;
        }

        public int WriteOut(File* log)
        {
            var length = Length;
            Length = 0;
            fixed (byte* bytes = Bytes)
            {
                return length == 0 ? raw.SQLITE_OK : Sqlites->Write(log, bytes, length, Offset);
            }
        }

        public int Fail(int error)
        {
            Length = 0;
            return error;
        }
    }
}
