using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Notices;

/// <summary>Notices to OpenClaw: off unless there is an address.</summary>
public sealed class NoticesOptions
{
    /// <summary>
    /// Address of OpenClaw's hooks, for example <c>http://127.0.0.1:18789/hooks</c>. Https, or a loopback address. Empty (default): nobody
    /// is told anything, and nothing is kept for later.
    /// </summary>
    [Description("Address of OpenClaw's hooks, for example http://127.0.0.1:18789/hooks; https, or loopback. Empty: no notices.")]
    public string Url { get; set; } = "";

    /// <summary>
    /// Which hook: <c>agent</c> (default) starts a run of the agent with the notice, <c>wake</c> puts it into the main session, and any other
    /// name is that of a mapping in OpenClaw's configuration, which gets the event as fields.
    /// </summary>
    [Description("OpenClaw's hook: agent starts a run with the notice, wake puts it into the main session, another name is a mapping in OpenClaw's configuration.")]
    [RegularExpression("[A-Za-z0-9_-]{1,64}")]
    public string Hook { get; set; } = "agent";

    /// <summary>For the hook <c>agent</c>: which agent. Empty: OpenClaw's default.</summary>
    [Description("For the hook agent: the agent's id; empty is OpenClaw's default agent.")]
    [RegularExpression("[A-Za-z0-9_-]{0,64}")]
    public string AgentId { get; set; } = "";

    /// <summary>For the hook <c>agent</c>: whether what the agent answers is delivered to its last chat. Default no.</summary>
    [Description("For the hook agent: whether what the agent answers is delivered to its chat.")]
    public bool Deliver { get; set; }

    /// <summary>
    /// The hooks' token: a file with it. Empty: the environment variable <c>PIPELINE_NOTICES_TOKEN</c>, or the systemd credential
    /// <c>pipeline-notices-token</c>. The hooks' own token, never the Gateway's.
    /// </summary>
    [Description("File with the hooks' token; else PIPELINE_NOTICES_TOKEN or the systemd credential pipeline-notices-token. Never the Gateway's own token.")]
    public string TokenFile { get; set; } = "";

    /// <summary>How long an answer is waited for. Default 10 s.</summary>
    [Description("How long an answer of OpenClaw's hooks is waited for.")]
    [Range(typeof(TimeSpan), "00:00:00.100", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a notice is tried before it is dead. Default one day.</summary>
    [Description("How long a notice is tried before it is dead and waits for an operator.")]
    [Range(typeof(TimeSpan), "00:00:10", "30.00:00:00")]
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromDays(1);
}
