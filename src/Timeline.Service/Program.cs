using Timeline.Service.Commands;

return await ServeCommand.RunAsync(args, CancellationToken.None);
