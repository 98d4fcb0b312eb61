using System.Text;
using Spectre.Console;

namespace Timeline.Service.Tests.Support;

/// <summary>What a console of 80 columns is given.</summary>
internal sealed class TestOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => 80;

    public int Height => 25;

    public void SetEncoding(Encoding encoding)
    {
    }
}
