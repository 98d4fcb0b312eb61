using Timeline.Service.Commands;

return await CommandLineInterface.RunAsync(args);
