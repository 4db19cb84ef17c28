using NUnit.Framework;
using Pipeline.Store;
using Pipeline.Store.Queries;
using Pipeline.Store.Tables;

namespace Pipeline.Workers.Tests.Store;

/// <summary>Whoever looks for what somebody has written finds it as it was written.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Postgres)]
public sealed class JournalQueryTests(StoreKind kind)
{
    [TestCase("it's a mistake")]
    [TestCase("für Müller & Söhne")]
    [TestCase("from <desk> + \"floor\"")]
    [TestCase("PLAIN WORDS")]
    [TestCase("plain", "\"why\":\"plain\"")]
    public async Task A_reason_is_found_by_its_own_words_and_as_it_is_shown(string why, string? words = null)
    {
        using var pipeline = new PipelineUnderTest(kind);
        await pipeline.Store.WriteAsync(session =>
        {
            foreach (var each in new[] { why, "something else" })
            {
                JournalTable.Append(session, new JournalEntry(0, pipeline.Now, JournalKinds.Halted, null, null, "operator", null, Columns.Json(new { scope = "all", by = "alice", why = each })));
            }
        });

        var found = pipeline.Store.Read(session => JournalQuery.Newest(session, null, words ?? why, null, 10)).Entries;

        Assert.That(found, Has.Count.EqualTo(1));
    }
}
