using NUnit.Framework;
using Pipeline.Store;

namespace Pipeline.Workers.Tests.Store;

/// <summary>What a process remembers so that it need not ask again, in as much room as it has for it.</summary>
public sealed class RememberedTests
{
    [Test]
    public void What_was_said_first_stays()
    {
        var known = new Remembered<string, int>(2);

        known.Add("a", 1);
        known.Add("a", 2);

        Assert.That((known.TryGet("a", out var value), value), Is.EqualTo((true, 1)));
    }

    [Test]
    public void One_more_than_fits_has_all_forgotten_and_there_is_room_again()
    {
        var known = new Remembered<string, int>(2);
        foreach (var name in (string[])["a", "b", "b", "c", "d", "e"])
        {
            known.Add(name, 1);
        }

        Assert.That((string[])[.. ((string[])["a", "b", "c", "d", "e"]).Where(name => known.TryGet(name, out _))], Is.EqualTo(new[] { "d", "e" }));
    }

    [Test]
    public void What_is_taken_out_makes_room()
    {
        var known = new Remembered<string, int>(2);
        known.Add("a", 1);
        known.Add("b", 1);

        known.Remove("a");
        known.Remove("a");
        known.Add("c", 1);

        Assert.That((known.TryGet("a", out _), known.TryGet("b", out _), known.TryGet("c", out _)), Is.EqualTo((false, true, true)));
        known.Add("d", 1);
        Assert.That((known.TryGet("b", out _), known.TryGet("d", out _)), Is.EqualTo((false, false)), "for one, and not for two");
    }
}
