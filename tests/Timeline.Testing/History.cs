using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Domain.Time;

namespace Timeline.Testing;

/// <summary>One command of a history.</summary>
/// <param name="Number">Its place in the history that was generated; shrinking leaves numbers out, and changes none.</param>
/// <param name="Command">An <see cref="AnnulEvent"/> names the number of the step to annul instead of a position: only applying tells positions.</param>
/// <param name="Now">The clock when it is decided; a host with a clock of its own ignores it.</param>
public sealed record Step(int Number, Command Command, Instant Now)
{
    public override string ToString() => $"{Number} at {Now}: {Command}";
}

/// <summary>A random sequence of commands, legal and illegal, about a few developments of a few actors. Equal for equal seeds.</summary>
public sealed record History(IReadOnlyList<Step> Steps)
{
    /// <summary>The commands as generated: see <see cref="Step.Command"/> about annulments.</summary>
    public IEnumerable<Command> Commands => Steps.Select(step => step.Command);

    /// <param name="commands">How many, the registration of the actors included.</param>
    public static History Generate(int seed, int commands) => Generators.Histories(commands).Sample(1, new Rnd((ulong)seed), 50).Single();

    /// <summary>Histories with their shorter variants, for a property that fails.</summary>
    public static Arbitrary<History> Any(int commands) => Arb.ToArbitrary(Generators.Histories(commands), Shrink);

    /// <summary>
    /// Histories that go on at the same time, step by step in turn: one larger log. The developments of the first are named <c>h0-…</c>; actors are shared.
    /// </summary>
    public static History SideBySide(IReadOnlyList<History> histories) => new(
    [
        .. from round in Enumerable.Range(0, histories.Max(history => history.Steps.Count))
           from own in Enumerable.Range(0, histories.Count)
           where round < histories[own].Steps.Count
           let step = histories[own].Steps[round]
           select step with { Number = (step.Number * histories.Count) + own, Command = Rename(step.Command, own, histories.Count) },
    ]);

    /// <summary>Hands one command after the other to <paramref name="write"/>, with the position to annul filled in.</summary>
    /// <param name="write">Gives the position of the event that was written, or null where the command was refused or changed nothing.</param>
    public async Task ApplyAsync(Func<Step, Task<long?>> write)
    {
        var positions = new Dictionary<int, long>();
        foreach (var step in Steps)
        {
            if (await write(step with { Command = Resolve(step.Command, positions) }) is { } position)
                positions[step.Number] = position;
        }
    }

    /// <summary>Decides the commands in memory.</summary>
    public MemoryLog Apply()
    {
        var log = new MemoryLog();
        var positions = new Dictionary<int, long>();
        foreach (var step in Steps)
        {
            if (log.Write(Resolve(step.Command, positions), step.Now).Position is { } position)
                positions[step.Number] = position;
        }
        return log;
    }

    public override string ToString() => string.Join(Environment.NewLine, Steps);

    /// <summary>A step that was refused has no position: nothing is at 0.</summary>
    private static Command Resolve(Command command, Dictionary<int, long> positions) =>
        command is AnnulEvent annul ? annul with { Position = positions.GetValueOrDefault((int)annul.Position) } : command;

    private static Command Rename(Command command, int own, int of) => command switch
    {
        AnnulEvent c => c with { Development = $"h{own}-{c.Development}", Position = (c.Position * of) + own },
        RetractDevelopment { DuplicateOf: { } original } c => c with { Development = $"h{own}-{c.Development}", DuplicateOf = $"h{own}-{original}" },
        DevelopmentCommand c => c with { Development = $"h{own}-{c.Development}" },
        _ => command,
    };

    private static IEnumerable<History> Shrink(History history)
    {
        var steps = history.Steps;
        for (var size = steps.Count / 2; size > 0; size /= 2)
        {
            for (var from = 0; from < steps.Count; from += size)
                yield return new History([.. steps.Take(from), .. steps.Skip(from + size)]);
        }
    }
}
