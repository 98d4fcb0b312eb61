using Timeline.Domain.Actors;
using Timeline.Domain.Developments;

namespace Timeline.Domain;

/// <summary>What a command looks at, so that it can be loaded before the command is decided.</summary>
public static class References
{
    /// <summary>Ids and aliases of actors.</summary>
    public static IEnumerable<string> Actors(Command command) => command switch
    {
        RegisterActor c => c.Aliases.Append(c.Actor),
        UpsertActor c => c.Aliases.Append(c.Actor),
        DescribeActor c => (c.Aliases.Value ?? []).Append(c.Actor),
        ReportDevelopment c => (c.Participants ?? []).Select(participant => participant.Actor).Append(c.Actor),
        CorrectDevelopment c => (c.Changes.Participants.Value ?? []).Select(participant => participant.Actor),
        _ => [],
    };

    /// <summary>Ids of developments.</summary>
    public static IEnumerable<string> Developments(Command command) => command switch
    {
        RetractDevelopment { DuplicateOf: { } original } c => [c.Development, original],
        DevelopmentCommand c => [c.Development],
        _ => [],
    };
}
