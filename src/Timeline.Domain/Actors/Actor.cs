namespace Timeline.Domain.Actors;

/// <summary>An actor as the log has it: a state, an organization, a person, a force.</summary>
public sealed record Actor(string Id, string Name, ActorKind Kind, IReadOnlyList<string> Aliases)
{
    /// <summary>What actors are found by: ids and aliases without regard to case.</summary>
    public static string KeyOf(string idOrAlias) => idOrAlias.ToLowerInvariant();

    /// <summary>Every key that finds this actor.</summary>
    public IEnumerable<string> Keys => Aliases.Append(Id).Select(KeyOf).Distinct(StringComparer.Ordinal);

    /// <summary>Folds one event; total: what does not fit is ignored.</summary>
    public static Actor? Evolve(Actor? actor, ActorEvent @event) => (actor, @event) switch
    {
        (null, ActorRegistered e) => new Actor(e.Actor, e.Name, e.Kind, e.Aliases),
        ({ } known, ActorDescribed e) => known with
        {
            Name = e.Name.ApplyTo(known.Name) ?? known.Name,
            Kind = e.Kind.ApplyTo(known.Kind) ?? known.Kind,
            Aliases = e.Aliases.ApplyTo(known.Aliases) ?? [],
        },
        _ => actor,
    };
}
