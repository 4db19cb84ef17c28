using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Writing;

namespace Pipeline.Workers.Tests.Store;

/// <summary>The log as a file that whoever reads has flushed.</summary>
[Platform("Linux", Reason = "elsewhere each commit is flushed before anybody sees it")]
public sealed class LogHandleTests
{
    private TempFolder folder = null!;
    private string path = null!;

    [SetUp]
    public void Create()
    {
        folder = new TempFolder();
        path = folder.File("pipeline.db-wal");
    }

    [TearDown]
    public void Delete() => folder.Dispose();

    // A file system that has stopped writing answers so, too: EROFS, which the runtime passes over like this one's EINVAL.
    [Test]
    public void A_flush_that_the_system_refuses_has_failed_whatever_its_reason()
    {
        File.CreateSymbolicLink(path, "/dev/null");
        using var log = LogHandle.Open(path)!;

        Assert.That(log.Flush, Throws.InstanceOf<IOException>());
    }

    [Test]
    public void Where_there_is_no_log_nothing_is_to_be_flushed() => Assert.That(LogHandle.Open(path), Is.Null);

    [Test]
    public void A_log_that_cannot_be_opened_is_told_as_a_store_that_cannot_be_used()
    {
        File.CreateSymbolicLink(path, path);

        Assert.That(() => LogHandle.Open(path), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public void Who_has_told_and_tells_no_more_is_flushed_for_once_more()
    {
        File.WriteAllText(path, "");
        using var log = LogHandle.Open(path)!;
        var flushes = 0;
        var others = new OthersCommits(_ => flushes++);
        int FlushesOf(int questions)
        {
            flushes = 0;
            for (var i = 0; i < questions; i++)
            {
                others.Flush(log, log);
            }

            return flushes;
        }

        Assert.That(FlushesOf(3), Is.EqualTo(1), "one may have been killed before this store was opened");
        using (var killed = LogHandle.Open(path)!)
        {
            Assert.That((killed.TryTell(), killed.TryTell(), killed.OthersTell(), log.OthersTell()), Is.EqualTo((true, true, false, true)));
            Assert.That(FlushesOf(3), Is.EqualTo(3));
        }

        Assert.That(log.OthersTell(), Is.False);
        Assert.That(FlushesOf(3), Is.EqualTo(1));
        using var idle = LogHandle.Open(path)!;
        idle.TryTell();
        idle.EndTelling();
        Assert.That(FlushesOf(3), Is.Zero);
    }

    [Test]
    public void A_flush_that_failed_is_due_again()
    {
        File.WriteAllText(path, "");
        using var log = LogHandle.Open(path)!;
        var flushes = 0;
        var others = new OthersCommits(_ =>
        {
            if (++flushes == 1)
            {
                throw new IOException("no more");
            }
        });

        Assert.That(() => others.Flush(log, log), Throws.TypeOf<IOException>());
        others.Flush(log, log);
        Assert.That(flushes, Is.EqualTo(2));
    }
}
