using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Simulation.VenueSimulator;

namespace Pipeline.Simulation.Scenarios;

/// <summary>A scenario as it stands in its file.</summary>
public sealed record Scenario
{
    /// <summary>The instant at which a scenario starts that names none: ten o'clock of a Monday in New York, in session.</summary>
    public static readonly DateTimeOffset DefaultClock = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [JsonPropertyName("$schema")]
    [Description("The schema of this file, for editors. Not read.")]
    public string? Schema { get; init; }

    [Description("What the scenario is called in its verdict.")]
    public required string Name { get; init; }

    [Description("What it is about, for people.")]
    public string? Description { get; init; }

    [Description("The instant at which it starts, with an offset. Default 2026-03-02T15:00:00Z, ten o'clock of a Monday in New York.")]
    [JsonConverter(typeof(InstantConverter))]
    public DateTimeOffset? Clock { get; init; }

    [Description("Seed of the market and of every chance that the venue takes. Default 1.")]
    public long Seed { get; init; } = 1;

    [Description("Settings of the pipeline by their key in a configuration file, for example {\"transport\": \"rabbitmq\", \"submission\": {\"call_timeout\": \"2s\"}}.")]
    public JsonElement? Settings { get; init; }

    [Description("The limits file at the start, as docs/limits.schema.json has it. Without it the defaults of the paper venue.")]
    public JsonElement? Limits { get; init; }

    [Description("The processes, each with the workers it hosts. Default one process named pipeline that hosts all of them. Several need the setting transport: rabbitmq.")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Workers { get; init; }

    [Description("The venue: how it starts, what it does wrong, what happens there by itself. cl_ord_id may be the name of an order.")]
    public VenueScript? Venue { get; init; }

    [Description("What happens, in order of time.")]
    public required IReadOnlyList<Step> Steps { get; init; }

    [Description("When it ends: as +DURATION from its start, or an instant. Default when nothing is due any more, at most an hour after the last step.")]
    public Moment? Until { get; init; }

    [Description("What must be found: each at its time, without one at the end.")]
    public OneOrMore<Expectation>? Expect { get; init; }

    [Description("Guarantees that this scenario means to break, by their code. All others are checked after every step.")]
    public IReadOnlyList<string>? Except { get; init; }
}
