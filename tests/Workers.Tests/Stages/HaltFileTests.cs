using NUnit.Framework;
using Pipeline.Messages.Orders;
using Pipeline.Operator;
using Pipeline.Store.HaltFiles;
using Pipeline.Store.Steps;
using Pipeline.Store.Tables;
using Pipeline.Trading.Halts;
using Pipeline.Venues;

namespace Pipeline.Workers.Tests.Stages;

/// <summary>The file that halts trading, on a disk and in the stages that look at it.</summary>
public sealed class HaltFileTests
{
    private static readonly Actor Alice = new("alice", "drill");
    private static readonly Actor Bob = new("bob", "drill");

    private PipelineUnderTest pipeline = null!;
    private TempFolder folder = null!;

    [SetUp]
    public void Start() => (pipeline, folder) = (new PipelineUnderTest(), new TempFolder());

    [TearDown]
    public void Stop()
    {
        pipeline.Dispose();
        folder.Dispose();
    }

    [Test]
    public void No_file_halts_nothing_and_its_mere_existence_halts_all()
    {
        Assert.That(OnDisk().Look(), Is.Empty);

        File.WriteAllText(folder.File("HALT"), "");

        Assert.That(OnDisk().Look().Single().Scope, Is.EqualTo("all"));
    }

    [Test]
    public void Its_lines_narrow_it()
    {
        File.WriteAllText(folder.File("HALT"), "symbol:aapl # split\nstrategy:momentum\n");

        Assert.That(OnDisk().Look().Select(halt => halt.Scope), Is.EqualTo(new[] { "symbol:AAPL", "strategy:momentum" }));
    }

    [Test]
    public void A_byte_order_mark_before_its_first_line_is_no_part_of_it()
    {
        File.WriteAllText(folder.File("HALT"), "symbol:aapl\n", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.That(OnDisk().Look().Select(halt => halt.Scope), Is.EqualTo(new[] { "symbol:AAPL" }));
    }

    [Test]
    public void A_folder_in_its_place_a_link_to_nowhere_and_bytes_that_are_no_text_halt_all([Values("folder", "link", "bytes", "loop")] string what)
    {
        switch (what)
        {
            case "folder":
                Directory.CreateDirectory(folder.File("HALT"));
                break;
            case "link":
                File.CreateSymbolicLink(folder.File("HALT"), folder.File("nowhere"));
                break;
            case "loop":
                File.CreateSymbolicLink(folder.File("HALT"), folder.File("HALT"));
                break;
            default:
                File.WriteAllBytes(folder.File("HALT"), [0x73, 0x79, 0xff, 0xfe]);
                break;
        }

        var halt = OnDisk().Look().Single();

        Assert.That((halt.Scope, halt.Why), Is.EqualTo(("all", halt.Why)));
        Assert.That(halt.Why, Does.StartWith("the halt file can't be read: "));
    }

    [Test]
    public void Where_nobody_can_tell_whether_it_is_there_all_is_halted()
    {
        File.CreateSymbolicLink(folder.File("loop"), folder.File("loop"));

        Assert.That(new HaltFile(Path.Combine(folder.File("loop"), "HALT"), "paper", pipeline.Clock).Look().Single().Scope, Is.EqualTo("all"));
    }

    [Test]
    public async Task What_it_covers_is_not_granted_and_what_it_does_not_cover_is()
    {
        pipeline.HaltFile.Text = "symbol:MSFT";
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None);
        Assert.That(pipeline.Venue.Sent, Has.One.Items);

        pipeline.HaltFile.Text = "symbol:AAPL # wrong prices";
        var denied = (OrderDenied)(await pipeline.TwiceAsync(pipeline.Submission, await pipeline.ReleasedAsync(qty: 11, rebalance: "r2"))).Single().Message;

        Assert.That((denied.Code, denied.Detail), Is.EqualTo(("HALTED", $"scope=symbol:AAPL, by=file, at={pipeline.Now:O}")));
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task A_file_that_appears_before_the_first_byte_stops_a_granted_order_which_the_gate_then_denies()
    {
        // The connection opens, and in that moment somebody makes the file.
        pipeline.Venue.BeforeLastLook = () => pipeline.HaltFile.Text = "";

        var released = (await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(), CancellationToken.None)).Select(told => told.Message).OfType<OrderReleased>().Single();
        var denied = (OrderDenied)(await pipeline.TwiceAsync(pipeline.Submission, released)).Single().Message;

        Assert.That(denied.Code, Is.EqualTo("HALTED"));
        Assert.That(pipeline.Venue.Sent, Is.Empty);
        Assert.That(pipeline.Claims(denied.ClOrdId).Single().Detail, Does.StartWith("not a byte was sent: HALTED"));
    }

    [Test]
    public async Task It_is_written_down_once_and_stays_halted_when_it_is_gone_until_two_people_release_it()
    {
        pipeline.HaltFile.Text = "all # runaway";
        await pipeline.Halts.LookAsync(CancellationToken.None);
        await pipeline.Halts.LookAsync(CancellationToken.None);
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "HALT_FILE" }));
        Assert.That((await pipeline.Trading.ResumeAsync("all", Alice)) is ActResult.Refused { Code: "HALT_FILE_PRESENT" }, Is.True);

        pipeline.HaltFile.Text = null;
        await pipeline.Halts.LookAsync(CancellationToken.None);
        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "HALT_FILE", "HALT_FILE_GONE" }));
        var denied = (OrderDenied)(await pipeline.TwiceAsync(pipeline.Submission, await pipeline.ReleasedAsync())).Single().Message;
        Assert.That((denied.Code, denied.Detail.Split(", ")[1]), Is.EqualTo(("HALTED", "by=file")));

        await pipeline.Trading.ResumeAsync("all", Alice);
        await pipeline.Trading.ResumeAsync("all", Bob);
        await pipeline.Submission.HandleAsync(await pipeline.ReleasedAsync(qty: 11, rebalance: "r2"), CancellationToken.None);
        Assert.That(pipeline.Venue.Sent, Has.One.Items);
    }

    [Test]
    public async Task A_file_over_an_operators_halt_makes_it_strict_and_its_end_releases_nothing()
    {
        await pipeline.Trading.HaltAsync("all", Alice, HaltMode.ReduceOnly);
        pipeline.HaltFile.Text = "";
        await pipeline.Halts.LookAsync(CancellationToken.None);
        pipeline.HaltFile.Text = null;
        await pipeline.Halts.LookAsync(CancellationToken.None);

        var halt = pipeline.Store.Read(HaltTable.All).Single();

        Assert.That((halt.Mode, halt.By, halt.InFile), Is.EqualTo((HaltMode.Stop, "file", false)));
    }

    [Test]
    public async Task A_file_that_says_what_is_halted_already_is_told_of_all_the_same()
    {
        await pipeline.Trading.HaltAsync("all", Alice);
        pipeline.HaltFile.Text = "";

        await pipeline.Halts.LookAsync(CancellationToken.None);

        Assert.That(pipeline.Alerts(), Is.EqualTo(new[] { "HALTED", "HALT_FILE" }));
        Assert.That(pipeline.Store.Read(HaltTable.All).Single() is { By: "alice", InFile: true }, Is.True);
    }

    [Test]
    public async Task People_see_it_before_it_is_written_down()
    {
        pipeline.HaltFile.Text = "symbol:AAPL # split";

        var view = pipeline.Store.Read(session => HaltView.All(session, pipeline.HaltFile, pipeline.Now)).Single();
        await pipeline.Halts.LookAsync(CancellationToken.None);
        var written = pipeline.Store.Read(session => HaltView.All(session, pipeline.HaltFile, pipeline.Now)).Single();

        Assert.That((view.Scope, view.By, view.Why, view.InFile), Is.EqualTo(("symbol:AAPL", "file", "split", true)));
        Assert.That(written, Is.EqualTo(view));
    }

    private HaltFile OnDisk() => new(folder.File("HALT"), "paper", pipeline.Clock);
}
