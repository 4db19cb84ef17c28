using Pipeline.Intentctl;

return await Cli.RunAsync(args, Console.OpenStandardInput(), Console.Out, Console.Error, Environment.GetEnvironmentVariable).ConfigureAwait(false);
