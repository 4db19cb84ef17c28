using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Store;
using Pipeline.Trading.Notices;

namespace Pipeline.Notices;

/// <summary>A notice as OpenClaw's hooks want it. The bytes are made once and kept: a repeat is the same to the last of them.</summary>
public static class NoticeBody
{
    /// <summary>The hook that puts a text into the main session.</summary>
    public const string Wake = "wake";

    /// <summary>The hook that starts a run of an agent.</summary>
    public const string Agent = "agent";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Default };

    public static byte[] Of(Notice notice, NoticesOptions options) => options.Hook switch
    {
        Wake => Bytes(("text", notice.Text()), ("mode", "now")),
        Agent when options.AgentId.Length > 0 => Bytes(("message", notice.Text()), ("name", "pipeline"), ("agentId", options.AgentId), ("deliver", options.Deliver)),
        Agent => Bytes(("message", notice.Text()), ("name", "pipeline"), ("deliver", options.Deliver)),
        _ => Bytes(
            ("event", new Dictionary<string, object> { ["id"] = notice.EventId, ["kind"] = Columns.Word(notice.Kind), ["seq"] = notice.Seq }),
            (notice.Kind == NoticeKind.Brief ? "brief" : "order", new Dictionary<string, object> { [notice.Kind == NoticeKind.Brief ? "id" : "cl_ord_id"] = notice.Subject }),
            ("text", notice.Text())),
    };

    // In the order in which they are given, which a dictionary that nothing is taken out of keeps.
    private static byte[] Bytes(params (string Name, object Value)[] fields) =>
        JsonSerializer.SerializeToUtf8Bytes(fields.ToDictionary(field => field.Name, field => field.Value), Json);
}
