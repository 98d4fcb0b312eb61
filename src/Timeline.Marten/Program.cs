using Timeline.Marten;
using Timeline.Service.Commands;

return await CommandLineInterface.RunAsync(args, new MartenWrites());
