using NUnit.Framework;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Tests.Venue;

/// <summary>How scripts are read: nothing that is not understood is passed over.</summary>
public sealed class ScriptTests
{
    [TestCase("""{"behaviors":[]}""", "$.behaviors: unknown field")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"}},{"when":{"cal":"submit"}}]}""", "$.behaviours[1].when.cal: unknown field")]
    [TestCase("""{"behaviours":[{"when":{"call":"sumbit"}}]}""", "$.behaviours[0].when.call: 'sumbit' is none of any, query, submit")]
    [TestCase("""{"behaviours":[{"status":500}]}""", "$.behaviours[0]: missing 'when'")]
    [TestCase("""{"behaviours":[{"when":{}}]}""", "$.behaviours[0].when: either call or event must be said")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit","event":"fill"}}]}""", "$.behaviours[0].when: either call or event")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit","nth":0}}]}""", "$.behaviours[0].when.nth: counts from 1")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit","probability":1.1}}]}""", "$.behaviours[0].when.probability")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"},"accept":false}]}""", "$.behaviours[0].accept: false needs")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"},"delay":"5 seconds"}]}""", "$.behaviours[0].delay: '5 seconds' is no duration")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"},"delay":5}]}""", "$.behaviours[0].delay: a duration is a text")]
    [TestCase("""{"behaviours":[{"when":{"event":"fill"},"status":500}]}""", "$.behaviours[0].status")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"},"status":500,"status":501}]}""", "$.behaviours[0]")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"},"fills":[{"px":1}]}]}""", "$.behaviours[0].fills[0]: either qty or share")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"},"fills":[{"share":1,"corrected_px":1}]}]}""", "$.behaviours[0].fills[0].corrected_px: goes with correct_after")]
    [TestCase("""{"behaviours":[{"when":{"call":"submit"},"fills":[{"share":1,"correct_after":"1s","corrected_px":0}]}]}""", "$.behaviours[0].fills[0].corrected_px: must be more")]
    [TestCase("""{"behaviours":[{"when":{"call":"stream"},"delay":"1s"}]}""", "$.behaviours[0]: a connection to the stream")]
    [TestCase("""{"acts":[{"after":"1s"}]}""", "$.acts[0]: exactly one act")]
    [TestCase("""{"acts":[{"resume":{},"stop":{}}]}""", "$.acts[0]: exactly one act")]
    [TestCase("""{"acts":[{"fill":{"qty":1}}]}""", "$.acts[0].fill")]
    [TestCase("""{"acts":[{"order":{"symbol":"A","side":"buy","qty":1,"type":"limit"}}]}""", "$.acts[0].order")]
    [TestCase("""{"acts":[{"quote":{"symbol":"A","bid":"1"}}]}""", "$.acts[0].quote.bid")]
    [TestCase("""{"id_reuse":1}""", "$.id_reuse")]
    [TestCase("""{"behaviours":null}""", "$.behaviours")]
    [TestCase("nonsense", "$: ")]
    public void What_is_not_understood_is_an_error_that_names_its_path(string script, string message) =>
        Assert.That(() => ScriptJson.ReadScript(script), Throws.InstanceOf<ScriptException>().With.Message.StartsWith(message));

    [TestCase("250ms", 250)]
    [TestCase("2s", 2_000)]
    [TestCase("1.5m", 90_000)]
    [TestCase("4h", 14_400_000)]
    [TestCase("1d", 86_400_000)]
    [TestCase("0s", 0)]
    public void Durations_are_read_and_written_as_people_write_them(string text, double milliseconds)
    {
        var duration = TimeSpan.FromMilliseconds(milliseconds);

        Assert.That(Duration.Parse(text), Is.EqualTo(duration));
        Assert.That(Duration.Parse(Duration.Format(duration)), Is.EqualTo(duration));
    }

    [TestCase("")]
    [TestCase("5")]
    [TestCase("s")]
    [TestCase("-1s")]
    [TestCase("1 s")]
    [TestCase("1sm")]
    [TestCase("1ss")]
    [TestCase("99999999999999d")]
    public void What_is_no_duration_is_refused(string text) => Assert.That(() => Duration.Parse(text), Throws.InstanceOf<FormatException>());

    [Test]
    public void The_schema_knows_every_field_and_word()
    {
        var schema = ScriptSchema.Of<VenueScript>();
        var behaviour = schema["$defs"]!["VenueBehaviour"]!;

        Assert.That(schema["additionalProperties"]!.GetValue<bool>(), Is.False);
        Assert.That(behaviour["required"]!.AsArray().Select(name => name!.GetValue<string>()), Is.EqualTo(new[] { "when" }));
        Assert.That(schema["properties"]!["behaviours"]!["items"]!["$ref"]!.GetValue<string>(), Is.EqualTo("#/$defs/VenueBehaviour"));
        Assert.That(behaviour.ToJsonString(), Does.Contain("(ms|s|m|h|d)"));
        Assert.That(schema.ToJsonString(), Does.Contain("get_by_client_order_id"));
    }

    [Test]
    public void A_script_is_written_as_it_is_read()
    {
        const string text = """{"id_reuse":"after_fill","behaviours":[{"when":{"call":"submit","from":"2s"},"accept_after":"3s","status":422}],"acts":[{"after":"1m","stop":{"for":"20s"}}]}""";

        var written = System.Text.Json.JsonSerializer.Serialize(ScriptJson.ReadScript(text), ScriptJson.Options);

        Assert.That(System.Text.Json.JsonSerializer.Serialize(ScriptJson.ReadScript(written), ScriptJson.Options), Is.EqualTo(written));
        Assert.That(written, Does.Contain("\"accept_after\":\"3s\"").And.Contain("\"call\":\"submit\""));
    }

    [Test]
    public void Every_example_of_the_docs_is_understood()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "venue-simulator.md"));
        var script = page.Split("```json\n")[1].Split("```")[0];
        var lines = page.Split("```jsonl\n").Skip(1).SelectMany(block => block.Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.That(ScriptJson.ReadScript(script).Behaviours, Has.Count.EqualTo(2));
        Assert.That(lines, Has.Count.GreaterThan(50));
        foreach (var line in lines)
        {
            Assert.That(() => line.Contains("\"when\"") && !line.Contains("add_") ? (object)ScriptJson.ReadBehaviours(line) : ScriptJson.ReadAct(line), Throws.Nothing, line);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
