using Spectre.Console;

namespace Timeline.Service.Commands;

/// <summary>Standard output: in colour where it is a terminal that has any and <c>NO_COLOR</c> does not forbid it, else plain text.</summary>
internal static class ColourConsole
{
    public static IAnsiConsole Create()
    {
        var isPlain = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
    }
}
