using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Timeline.Service.Hosting;

namespace Timeline.Service.Commands;

/// <summary>The commands of the binary: <c>serve</c>, which is the default, <c>import</c>, <c>export</c>, <c>show</c>, <c>replay</c>, <c>rebuild</c> and <c>verify</c>.</summary>
internal static class CommandLineInterface
{
    /// <param name="writes">How the host that serves appends; by group commit, without it.</param>
    public static async Task<int> RunAsync(string[] arguments, IWriteHalf? writes = null)
    {
        var (words, settings) = Settings.Split(arguments);
        // A file's name may begin with @.
        var parsed = Create(settings, writes ?? new GroupCommitWrites()).Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("'timeline --help' tells the commands, 'timeline <command> --help' their options.");
            return ExitCodes.Unavailable;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (Failures.Describe(exception) is { } description)
        {
            await Console.Error.WriteLineAsync(description);
            return ExitCodes.Unavailable;
        }

        void Stop(PosixSignalContext signal)
        {
            // In order the first time; the second one ends the process at once, which costs nothing that was acknowledged.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static RootCommand Create(string[] settings, IWriteHalf writes)
    {
        var root = new RootCommand("Timeline answers what happened, and who could know it when: an event-sourced, bitemporal timeline on PostgreSQL.")
        {
            ServeCommand.Create(settings, writes),
            ImportCommand.Create(settings),
            ExportCommand.Create(settings),
            ShowCommand.Create(settings),
            ReplayCommand.Create(settings),
            OperationCommands.CreateRebuild(settings),
            OperationCommands.CreateVerify(settings),
        };
        root.SetAction((_, cancellation) => ServeCommand.RunAsync(settings, writes, cancellation));
        HelpText.AddTo(root);
        return root;
    }
}
