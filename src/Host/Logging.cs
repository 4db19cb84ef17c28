using Pipeline.Host.Options;
using Pipeline.Metering;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Pipeline.Host;

/// <summary>Logs as JSON lines: every line of an order carries cl_ord_id and intent_id. Free text of agents and venues is never at Information.</summary>
internal static class Logging
{
    private const long LargestFile = 100 * 1024 * 1024;

    /// <param name="options">Where and how much.</param>
    /// <param name="role">Names the file: several processes may share a folder.</param>
    /// <param name="toConsole">Whether the lines also go to standard output.</param>
    public static Serilog.ILogger Create(ProcessOptions options, string role, bool toConsole)
    {
        var file = LogFile.Take(Path.Combine(options.Data, "logs"), role);
        if (!file.IsKept)
        {
            Console.Error.WriteLine($"pipeline: no log can be written in {Path.Combine(options.Data, "logs")}, and the process goes on without one");
        }

        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(Enum.Parse<LogEventLevel>(options.LogLevel, ignoreCase: true))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("MassTransit", LogEventLevel.Error)
            // Retries and faults are told by the dead letters, with the order they are about.
            .MinimumLevel.Override("MassTransit.ReceiveTransport", LogEventLevel.Fatal)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("role", role)
            .Enrich.With<TraceEnricher>()
            .WriteTo.Sink(file)
            .WriteTo.File(
                new CompactJsonFormatter(),
                file.Path,
                fileSizeLimitBytes: LargestFile,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 10,
                shared: false);
        return toConsole
            ? configuration.WriteTo.Console(new CompactJsonFormatter(), restrictedToMinimumLevel: LogEventLevel.Warning).CreateLogger()
            : configuration.CreateLogger();
    }

    // A line of an order leads to its trace, where there is one that somebody keeps.
    private sealed class TraceEnricher : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (Tracing.IsOn && logEvent.TraceId is { } trace)
            {
                logEvent.AddPropertyIfAbsent(propertyFactory.CreateProperty("trace_id", trace.ToHexString()));
            }
        }
    }
}
