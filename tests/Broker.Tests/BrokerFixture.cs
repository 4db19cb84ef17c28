using Docker.DotNet;
using DotNet.Testcontainers.Builders;
using NUnit.Framework;
using Pipeline.Faults;
using Testcontainers.RabbitMq;

namespace Pipeline.Broker.Tests;

/// <summary>
/// The broker that this assembly's tests share: the one that PIPELINE_RABBITMQ names, else a container, else, where no Docker
/// engine answers or it has no image, a private server. Without any, every test fails: a run that proves nothing about the broker must not look like one that does.
/// A test that harms its broker starts a <see cref="RabbitMqServer"/> of its own.
/// </summary>
[SetUpFixture]
public sealed class BrokerFixture
{
    private const string DefaultImage = "rabbitmq:3.13-management";
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(60);

    private static Uri? address;
    private IAsyncDisposable? broker;

    public static Uri Uri => address ?? throw new InvalidOperationException("The broker is there only while tests run.");

    [OneTimeSetUp]
    public async Task TakeABroker()
    {
        address = Given("PIPELINE_RABBITMQ") is { } uri ? new Uri(uri) : await StartContainerAsync() ?? await StartServerAsync();
        await TestContext.Progress.WriteLineAsync($"Broker: {broker?.GetType().Name ?? "PIPELINE_RABBITMQ"}");
        using var deadline = new CancellationTokenSource(ConnectDeadline);
        await using var connection = await RabbitMqServer.ConnectAsync(address, deadline.Token);
    }

    [OneTimeTearDown]
    public async Task ReturnIt()
    {
        if (broker is not null)
        {
            await broker.DisposeAsync();
        }
    }

    private async Task<Uri?> StartContainerAsync()
    {
        RabbitMqContainer container;
        try
        {
            container = new RabbitMqBuilder(Given("PIPELINE_RABBITMQ_IMAGE") ?? DefaultImage).Build();
        }
        catch (DockerUnavailableException)
        {
            return null;
        }

        try
        {
            await container.StartAsync();
        }
        catch (DockerApiException refused)
        {
            // An engine without a way to a registry, most of all.
            await TestContext.Progress.WriteLineAsync($"Broker: Docker answers and can't start {container.Image.FullName}, so not that: {refused.Message.Trim()}");
            await container.DisposeAsync();
            return null;
        }

        broker = container;
        return new Uri(container.GetConnectionString());
    }

    private async Task<Uri> StartServerAsync()
    {
        var server = new RabbitMqServer();
        broker = server;
        try
        {
            await server.StartAsync();
        }
        catch (InvalidOperationException missing)
        {
            throw new InvalidOperationException(
                "The tests need a RabbitMQ broker: set PIPELINE_RABBITMQ to an AMQP URI, start Docker, or install rabbitmq-server.",
                missing);
        }

        return server.Uri;
    }

    private static string? Given(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
