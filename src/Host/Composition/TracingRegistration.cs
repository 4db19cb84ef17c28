using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pipeline.Host.Options;
using Pipeline.Metering;

namespace Pipeline.Host.Composition;

/// <summary>Traces over HTTP, bus and venue, exported by OTLP where somebody takes them. Off, nothing of it is there.</summary>
internal static class TracingRegistration
{
    private const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static bool IsOn(TracingOptions options) => options.OtlpEndpoint.Length > 0 || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    public static void Add(IServiceCollection services, TracingOptions options, string role)
    {
        if (!IsOn(options))
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("pipeline", serviceInstanceId: $"{role}@{Environment.MachineName}/{Environment.ProcessId}"))
            .WithTracing(tracing => tracing
                .AddSource(Tracing.SourceName, "MassTransit")
                .AddAspNetCoreInstrumentation(http => http.Filter = IsTold)
                .AddOtlpExporter(exporter =>
                {
                    if (options.OtlpEndpoint.Length > 0)
                    {
                        exporter.Endpoint = new Uri($"{options.OtlpEndpoint.TrimEnd('/')}/v1/traces");
                        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                    }
                }));
    }

    // Who looks whether all is well is no news.
    private static bool IsTold(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal) && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
}
