using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Host.Options;

/// <summary>Where traces go.</summary>
public sealed class TracingOptions
{
    /// <summary>
    /// Address of an OpenTelemetry collector that takes OTLP over HTTP, for example <c>http://127.0.0.1:4318</c>. Empty (default): the usual
    /// variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where, with its companions for protocol and headers; without it nothing is traced.
    /// </summary>
    [Description("Address of a collector that takes OTLP over HTTP, for example http://127.0.0.1:4318; empty asks OTEL_EXPORTER_OTLP_ENDPOINT, and without it nothing is traced.")]
    [RegularExpression("(https?://.+)?")]
    public string OtlpEndpoint { get; set; } = "";
}
