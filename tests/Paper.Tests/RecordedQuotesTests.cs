using System.IO.Compression;
using Pipeline.Messages.Fix;

namespace Pipeline.Venues.Paper.Tests;

internal sealed class RecordedQuotesTests
{
    /// <summary>09:30 in New York, on a day of summer time.</summary>
    private const string Name = "aapl_20140605_quote.csv";
    private const string FirstBar = "34200000,6460000,6470000,6450000,6461000,300,6462000,6475000,6455000,6463000,200";
    private const string SecondBar = "34260000,6461000,6470000,6450000,6471000,400,6463000,6475000,6455000,6473000,500";
    private static readonly DateTimeOffset Open = new(2014, 6, 5, 13, 30, 0, TimeSpan.Zero);

    private readonly TempDirectory _files = new();

    [OneTimeTearDown]
    public void Clean() => _files.Dispose();

    [Test]
    public void The_first_bar_gives_its_open_at_its_start_and_every_bar_its_close_at_its_end()
    {
        var recording = RecordedQuotes.Load(_files.Write(Name, FirstBar, SecondBar));

        Assert.That(recording.Between("AAPL", DateTimeOffset.MinValue, DateTimeOffset.MaxValue), Is.EqualTo(new[]
        {
            new Quote("AAPL", Open, 646.00m, 300, 646.20m, 200),
            new Quote("AAPL", Open.AddMinutes(1), 646.10m, 300, 646.30m, 200),
            new Quote("AAPL", Open.AddMinutes(2), 647.10m, 400, 647.30m, 500),
        }));
    }

    [Test]
    public void Nothing_is_known_before_the_first_bar_and_no_close_before_its_minute_is_over()
    {
        var recording = RecordedQuotes.Load(_files.Write(Name, FirstBar, SecondBar));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(recording.Latest("AAPL", Open.AddTicks(-1)), Is.Null);
            Assert.That(recording.Latest("AAPL", Open.AddMinutes(1).AddTicks(-1))!.Ask, Is.EqualTo(646.20m));
            Assert.That(recording.Latest("AAPL", Open.AddMinutes(1))!.Ask, Is.EqualTo(646.30m));
            Assert.That(recording.Latest("AAPL", Open.AddDays(9))!.Ask, Is.EqualTo(647.30m));
            Assert.That(recording.Latest("MSFT", Open.AddDays(9)), Is.Null);
        }
    }

    [Test]
    public void Between_excludes_its_start_and_includes_its_end()
    {
        var recording = RecordedQuotes.Load(_files.Write(Name, FirstBar, SecondBar));

        Assert.That(
            recording.Between("AAPL", Open, Open.AddMinutes(1)).Select(quote => quote.At), Is.EqualTo(new[] { Open.AddMinutes(1) }));
    }

    [Test]
    public void A_zip_says_what_the_csv_in_it_says()
    {
        var path = _files.File("ibm_20140605_quote.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("20140605_ibm_minute_quote.csv").Open()))
        {
            writer.WriteLine(FirstBar);
        }

        Assert.That(RecordedQuotes.Load(path).Latest("IBM", Open), Is.EqualTo(new Quote("IBM", Open, 646.00m, 300, 646.20m, 200)));
    }

    [Test]
    public void An_empty_side_has_no_quote()
    {
        var recording = RecordedQuotes.Load(_files.Write(Name, "34200000,,,,,0,6462000,6475000,6455000,6463000,200"));

        Assert.That(recording.Latest("AAPL", Open), Is.EqualTo(new Quote("AAPL", Open, null, 0, 646.20m, 200)));
    }

    [Test]
    public void Several_symbols_and_days_make_one_recording()
    {
        var recording = RecordedQuotes.Load(
            _files.Write("AAPL_20140606_quote.csv", FirstBar),
            _files.Write("SPY_20140605_quote.csv", SecondBar),
            _files.Write(Name, FirstBar));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(recording.Symbols, Is.EqualTo(new[] { "AAPL", "SPY" }));
            Assert.That(recording.Days, Is.EqualTo(new[] { new DateOnly(2014, 6, 5), new DateOnly(2014, 6, 6) }));
            Assert.That(
                recording.Instants,
                Is.EqualTo(new[] { Open, Open.AddMinutes(1), Open.AddMinutes(2), Open.AddDays(1), Open.AddDays(1).AddMinutes(1) }));
            Assert.That((recording.First, recording.Last), Is.EqualTo((Open, Open.AddDays(1).AddMinutes(1))));
        }
    }

    [Test]
    public void Winter_mornings_are_an_hour_later_in_utc()
    {
        var recording = RecordedQuotes.Load(_files.Write("AAPL_20140106_quote.csv", FirstBar));

        Assert.That(recording.First, Is.EqualTo(new DateTimeOffset(2014, 1, 6, 14, 30, 0, TimeSpan.Zero)));
    }

    [Test]
    public void A_crossed_quote_is_kept_and_named()
    {
        var recording = RecordedQuotes.Load(
            _files.Write(Name, "34200000,6460000,6470000,6450000,6464000,300,6462000,6475000,6455000,6463000,200"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(recording.Crossed, Is.EqualTo(new[] { $"{Name}, line 1: bid 646.4 above ask 646.3" }));
            Assert.That(recording.Latest("AAPL", Open.AddMinutes(1))!.Bid, Is.EqualTo(646.40m));
        }
    }

    [TestCase("34200000,6460000,6470000,6450000,6461000,300", "line 2: 6 fields .* recording of trades")]
    [TestCase("34260000,1,2,3", "line 2: 4 fields where a quote bar has 11")]
    [TestCase(FirstBar, "line 2: the bar starts before")]
    [TestCase("34260000,6460000,x,6450000,6461000,300,6462000,6475000,6455000,6463000,200", "line 2: 'x' is no bid price")]
    [TestCase("34260000,6460000,6460000,6450000,6461000,300,6462000,,6455000,6463000,200", "line 2: '' is no ask price")]
    [TestCase("34260000,6460000,6460000,6450000,6461000,-1,6462000,6475000,6455000,6463000,200", "line 2: '-1' is no bid size")]
    [TestCase("86400000,6460000,6460000,6450000,6461000,1,6462000,6475000,6455000,6463000,200", "line 2: '86400000' is no time of day")]
    public void A_malformed_line_is_refused_by_file_and_line(string line, string problem)
    {
        var path = _files.Write(Name, FirstBar, line);

        Assert.That(() => RecordedQuotes.Load(path), Throws.TypeOf<InvalidDataException>().With.Message.Matches($"^{Name}, {problem}"));
    }

    [TestCase("aapl_20140605_trade.csv")]
    [TestCase("aapl_20141305_quote.csv")]
    [TestCase("quotes.csv")]
    public void A_file_with_another_name_is_refused(string name) =>
        Assert.That(
            () => RecordedQuotes.Load(_files.Write(name, FirstBar)), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(name));

    [Test]
    public void An_empty_recording_is_refused() =>
        Assert.That(() => RecordedQuotes.Load(_files.Write(Name)), Throws.TypeOf<InvalidDataException>().With.Message.Contains("no bars"));

    [Test]
    public void A_file_that_is_no_zip_is_refused_by_name() =>
        Assert.That(
            () => RecordedQuotes.Load(_files.Write("AAPL_20140605_quote.zip", FirstBar)),
            Throws.TypeOf<InvalidDataException>().With.Message.StartsWith("AAPL_20140605_quote.zip: "));

    [Test]
    public void One_symbol_and_day_comes_from_one_file() =>
        Assert.That(
            () => RecordedQuotes.Load(_files.Write(Name, FirstBar), _files.Write("AAPL_20140605_quote.csv", FirstBar)),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("AAPL of 2014-06-05"));
}
