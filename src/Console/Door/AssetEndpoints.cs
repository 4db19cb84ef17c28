using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Pipeline.WebConsole.Door;

/// <summary>What a browser loads beside the pages: styles, scripts, the icon. All of it is in the assembly, and none of it is secret.</summary>
internal static class AssetEndpoints
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, Asset> Assets = typeof(AssetEndpoints).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Asset.Of);

    /// <summary>The address of an asset, which changes with its content.</summary>
    public static string UrlOf(string name) => $"{Prefix}{name}?v={Assets[name].Version}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{name}", (string name, HttpContext context) =>
    {
        if (!Assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var isPacked = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isPacked)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        return Results.Bytes(isPacked ? asset.Packed : asset.Bytes, asset.Type);
    });

    private sealed record Asset(byte[] Bytes, byte[] Packed, string Type, string Version)
    {
        public static Asset Of(string resource)
        {
            using var stream = typeof(AssetEndpoints).Assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            {
                gzip.Write(bytes);
            }

            return new Asset(bytes, packed.ToArray(), TypeOf(resource), Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
        }

        private static string TypeOf(string resource) => Path.GetExtension(resource) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"{resource}: {other} has no type"),
        };
    }
}
