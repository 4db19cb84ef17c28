using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Host.Options;

/// <summary>What one process of the pipeline is told at its start.</summary>
public sealed class ProcessOptions
{
    /// <summary>Address and port of the HTTP API. Any but a loopback address needs operators, and every request credentials.</summary>
    [Description("Address and port of the HTTP API. Any but a loopback address needs operators, and every request credentials.")]
    [RegularExpression(@"[^\s:]+:[0-9]{1,5}|\[[0-9a-fA-F:]+\]:[0-9]{1,5}")]
    public string Http { get; set; } = "127.0.0.1:8080";

    /// <summary>PEM file with the certificate of the HTTP API, and what it was issued by; empty serves without TLS.</summary>
    [Description("PEM file with the certificate of the HTTP API, with those it was issued by; empty serves without TLS.")]
    public string HttpCertificate { get; set; } = "";

    /// <summary>PEM file with the certificate's key; empty looks for it in <see cref="HttpCertificate"/>.</summary>
    [Description("PEM file with the key of --http-certificate; empty looks for it in the same file.")]
    public string HttpCertificateKey { get; set; } = "";

    /// <summary>Folder of the database, the paper venue's book and the logs. Made when it is missing.</summary>
    [Description("Folder of the database, the paper venue's book and the logs.")]
    [Required]
    public string Data { get; set; } = ".pipeline";

    /// <summary>
    /// The store: the path of a file, or <c>postgres://user@host:port/database</c> for one that several hosts share. Default empty: <c>pipeline.db</c> in
    /// <see cref="Data"/>. A password is better kept in the environment (PGPASSWORD) or in a file that PGPASSFILE names.
    /// </summary>
    [Description("The store: the path of a file, or postgres://user@host:port/database; empty is pipeline.db in --data. A password goes in PGPASSWORD, or a file that PGPASSFILE names.")]
    public string Store { get; set; } = "";

    /// <summary>What <see cref="Store"/> names.</summary>
    internal string StoreName => Store.Length > 0 ? Store : Path.Combine(Data, "pipeline.db");

    /// <summary>
    /// The halt file: while there is one, what it says is halted in every process that is told the same, with broker and store down too.
    /// Default empty: <c>HALT</c> in the data folder. Its folder must be there at the start.
    /// </summary>
    [Description("The file whose existence halts trading; empty is HALT in the data folder.")]
    public string HaltFile { get; set; } = "";

    /// <summary>Start of a rehearsal clock, with an offset; empty runs on the real time. Never starts before the latest time in the data folder.</summary>
    [Description("Run on a rehearsal clock that starts here, for example 2026-03-02T09:30:00-05:00; empty is the real time.")]
    public DateTimeOffset? Clock { get; set; }

    /// <summary>How many seconds of the rehearsal clock pass in one. Default 1.</summary>
    [Description("Seconds of the rehearsal clock that pass in one real second.")]
    [Range(0.01, 3600)]
    public double Speed { get; set; } = 1;

    /// <summary>Least important log lines that are written: debug, information, warning or error.</summary>
    [Description("Least important log lines that are written: debug, information, warning or error.")]
    [AllowedValues("debug", "information", "warning", "error")]
    public string LogLevel { get; set; } = "information";
}
