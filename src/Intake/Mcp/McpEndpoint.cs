using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using Pipeline.Access;
using Pipeline.Access.Http;

namespace Pipeline.Intake.Mcp;

/// <summary>The door for agents that speak MCP: streamable HTTP, without sessions, so that every call stands for itself and shows its credentials.</summary>
public static class McpEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Path = "/mcp";

    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<McpCalls>();
        services
            .AddMcpServer(server =>
            {
                server.ServerInfo = new Implementation { Name = "pipeline", Version = "1" };
                server.ServerInstructions = McpTools.Instructions;
            })
            .WithHttpTransport(http => http.Stateless = true)
            .WithListToolsHandler((_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. McpTools.All.Select(known => known.Tool)] }))
            .WithCallToolHandler((request, _) => request.Services!.GetRequiredService<McpCalls>().CallAsync(request.Params!));
        return services;
    }

    /// <summary>Puts the gate behind the one who asks for credentials.</summary>
    public static void UseGate(IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), branch => branch.UseMiddleware<McpGate>());

    public static void Map(IEndpointRouteBuilder routes) => routes.MapMcp(Path).Demands(Scope.Submit, Scope.Read, Scope.Viewer).ExcludeFromDescription();
}
