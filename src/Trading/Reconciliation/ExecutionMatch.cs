using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Pipeline.Trading.Reconciliation;

/// <summary>
/// Matches the executions that the venue lists with those that are booked: first all of the list, then what is booked, one by one. It
/// keeps of each id in the list a part of its SHA-256, so that a hundred thousand of them hold no objects that the collector would
/// have to follow while orders are at work; 128 bits tell more ids apart than any venue will ever give.
/// </summary>
public sealed class ExecutionMatch
{
    private readonly Dictionary<UInt128, bool> isBooked = [];
    private readonly List<BookedExecution> notListed = [];

    /// <summary>Booked executions that the venue must list and does not.</summary>
    public IReadOnlyList<BookedExecution> NotListed => notListed;

    /// <summary>How many executions the venue lists.</summary>
    public int Listed => isBooked.Count;

    /// <summary>Begins anew, with the memory of the time before.</summary>
    public void Clear()
    {
        isBooked.Clear();
        notListed.Clear();
    }

    /// <summary>The venue lists an execution; it may do so twice.</summary>
    public void List(string execId) => isBooked.TryAdd(Digest(execId), false);

    /// <summary>An execution is booked. The venue's list must be whole by now.</summary>
    public void Book(BookedExecution booked)
    {
        ref var flag = ref CollectionsMarshal.GetValueRefOrNullRef(isBooked, Digest(booked.ExecId));
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref flag))
        {
            flag = true;
        }
        else if (booked.MustBeListed)
        {
            notListed.Add(booked);
        }
    }

    /// <summary>Whether an execution of the list is booked.</summary>
    public bool IsBooked(string execId) => isBooked[Digest(execId)];

    private static UInt128 Digest(string execId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(execId.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
