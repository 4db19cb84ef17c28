using System.Text.Json.Nodes;
using NUnit.Framework;
using Pipeline.Simulation.Episodes;
using Pipeline.Simulation.Scenarios;

namespace Pipeline.Simulation.Tests.Scenarios;

/// <summary>The schema lets in what is a scenario, and nothing that is misspelt.</summary>
public sealed class ScenarioSchemaTests
{
    /// <summary>What holds anybody's names, or anybody's JSON: no field of it can be misspelt.</summary>
    private static readonly string[] Open = ["intent", "settings", "limits", "body", "set", "orders", "exposure", "positions", "fees_taken", "fees_awaited", "workers"];

    private static readonly SchemaCheck Schema = new(JsonNode.Parse(ScenarioSchema.Json)!);

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Repository.Path("tests", "Scenarios"), "*.json").Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void It_lets_in_a_scenario_of_the_repository(string file) => Assert.That(Schema.Complaint(JsonNode.Parse(File.ReadAllText(file))), Is.Null);

    [TestCase(1)]
    [TestCase(2)]
    public void It_lets_in_a_scenario_made_by_chance(long seed) =>
        Assert.That(Schema.Complaint(JsonNode.Parse(EpisodeRunner.Write(Episode.Of(seed)))), Is.Null);

    [TestCaseSource(nameof(Files))]
    public void It_refuses_a_misspelt_field_in_every_object(string file)
    {
        var document = JsonNode.Parse(File.ReadAllText(file))!;
        var let = new List<string>();
        foreach (var place in Closed(document).ToList())
        {
            place.Add("misspelt", 0);
            if (Schema.Complaint(document) is null)
            {
                let.Add(place.GetPath());
            }

            place.Remove("misspelt");
        }

        Assert.That(let, Is.Empty);
    }

    [Test]
    public void Every_object_of_the_schema_is_closed_and_none_is_closed_beside_a_reference()
    {
        var open = new List<string>();
        void Visit(JsonNode? node)
        {
            if (node is JsonObject schema)
            {
                var isObject = schema["properties"] is JsonObject;
                if (isObject && schema["additionalProperties"]?.ToJsonString() != "false")
                {
                    open.Add(schema.GetPath());
                }

                if (schema["$ref"] is JsonValue && schema.Any(keyword => keyword.Key is not ("$ref" or "description")))
                {
                    open.Add(schema.GetPath());
                }
            }

            foreach (var child in node switch { JsonObject fields => fields.Select(field => field.Value), JsonArray items => items, _ => [] })
            {
                Visit(child);
            }
        }

        Visit(JsonNode.Parse(ScenarioSchema.Json));
        Assert.That(open, Is.Empty);
    }

    [TestCase("""{"name":"n","steps":[{"crash":{"failpoint":"submission.grand"}}]}""")]
    [TestCase("""{"name":"n","steps":[],"expect":{"alerts":{"ORDER_UNRESOLVD":0}}}""")]
    [TestCase("""{"name":"n","steps":[],"expect":{"orders":{"a":{"journal":{"OrderDenyed":0}}}}}""")]
    [TestCase("""{"name":"n","steps":[],"except":["ONE_ODER"]}""")]
    [TestCase("""{"name":"n","steps":[],"clock":"2026-03-02T15:00:00"}""")]
    [TestCase("""{"name":"n","steps":[null]}""")]
    public void It_refuses_a_word_that_there_is_not(string json) => Assert.That(Schema.Complaint(JsonNode.Parse(json)), Is.Not.Null);

    private static IEnumerable<JsonObject> Closed(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                var name = fields.Parent is JsonObject ? fields.GetPropertyName() : "";
                if (!Open.Contains(name))
                {
                    yield return fields;
                }

                var isJson = name is "intent" or "settings" or "limits" or "body" or "set";
                foreach (var place in isJson ? [] : fields.SelectMany(field => Closed(field.Value)))
                {
                    yield return place;
                }

                break;
            case JsonArray items:
                foreach (var place in items.SelectMany(Closed))
                {
                    yield return place;
                }

                break;
        }
    }
}
