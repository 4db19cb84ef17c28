using Pipeline.Pipelinectl;

return await Cli.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
