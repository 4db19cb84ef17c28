using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Trading.Notices;

/// <summary>What an answer of OpenClaw's hooks means, and how long to wait before the next try.</summary>
public static class NoticePace
{
    /// <summary>The longest pause that grows by itself; what a receiver asks for may be longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause that a receiver is given: a notice is dead after a day.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>What an answer says. A success says that it was taken in, no more.</summary>
    public static NoticeAnswer Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => NoticeAnswer.Taken,

        // About this notice: others may still be taken.
        400 or 413 or 422 => NoticeAnswer.Refused,

        // About whoever asks, or about the receiver: it would say the same to every notice.
        _ => NoticeAnswer.Away,
    };

    /// <summary>The pause after so many failures in a row, from 1: a second, doubled each time up to 5 min, less up to a half of it.</summary>
    /// <param name="failures">How many there were.</param>
    /// <param name="who">Spreads those who failed together; the same always pauses the same.</param>
    /// <param name="asked">What the receiver has asked for, if it has.</param>
    public static TimeSpan Pause(int failures, string who, TimeSpan? asked = null)
    {
        var full = Math.Min(Longest.Ticks, First.Ticks << Math.Min(failures - 1, 16));
        var hash = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{who}/{failures}")));
        var pause = TimeSpan.FromTicks(full - (full / 2 * hash / uint.MaxValue));
        return asked is { } longer && longer > pause ? (longer < LongestAsked ? longer : LongestAsked) : pause;
    }
}

/// <summary>What an answer of OpenClaw's hooks means.</summary>
public enum NoticeAnswer
{
    /// <summary>The notice was taken in.</summary>
    Taken,

    /// <summary>This notice was not taken; others may be.</summary>
    Refused,

    /// <summary>Nothing is taken now.</summary>
    Away,
}
