using Timeline.Domain.Json;

namespace Timeline.Domain.Actors;

/// <summary>
/// The rules of an actor's own record: (command, state) → an event, nothing to do (both null), or a refusal.
/// </summary>
public static class ActorDecider
{
    /// <param name="command">What is asked.</param>
    /// <param name="actor">The actor with that id, or null.</param>
    /// <param name="find">Which actor's id an id or alias belongs to at the newest position, or null.</param>
    public static Decision<ActorEvent> Decide(ActorCommand command, Actor? actor, Func<string, string?> find) => command switch
    {
        RegisterActor c => Register(c, find),
        DescribeActor c => Describe(c, actor, find),
        UpsertActor c when actor is null => Register(new RegisterActor(c.Actor, c.Name, c.Kind, c.Aliases), find),
        UpsertActor c => Upsert(c, actor, find),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "not a command about an actor"),
    };

    private static Decision<ActorEvent> Register(RegisterActor c, Func<string, string?> find)
    {
        if (!Limits.IsSlug(c.Actor))
            return Refusal.Of("id", $"must be {Limits.SlugRule}");
        if (find(c.Actor) is { } holder)
        {
            return new Refusal(RefusalCode.Taken, holder == c.Actor
                ? $"There is an actor '{c.Actor}' already: change it with PATCH /api/actors/{c.Actor}."
                : $"'{c.Actor}' is an alias of the actor '{holder}'.");
        }
        return CheckAliases(c.Aliases, c.Actor, find) is { } refusal
            ? refusal
            : new ActorRegistered(c.Actor, c.Name, c.Kind, c.Aliases);
    }

    private static Decision<ActorEvent> Describe(DescribeActor c, Actor? actor, Func<string, string?> find)
    {
        if (actor is null)
            return new Refusal(RefusalCode.NotFound, $"There is no actor '{c.Actor}'.");
        if (c.Name is { IsPresent: true, Value: null })
            return Refusal.Of("name", "an actor needs a name: it can't be cleared");
        if (c.Kind is { IsPresent: true, Value: null })
            return Refusal.Of("kind", "an actor needs a kind: it can't be cleared");
        if (c.Aliases is { IsPresent: true, Value: { } aliases } && CheckAliases(aliases, actor.Id, find) is { } refusal)
            return refusal;
        var described = new ActorDescribed(actor.Id, c.Name, c.Kind, c.Aliases);
        return IsSame(actor, Actor.Evolve(actor, described)!)
            ? new Refusal(RefusalCode.Invalid, "This changes nothing.")
            : described;
    }

    private static Decision<ActorEvent> Upsert(UpsertActor c, Actor actor, Func<string, string?> find)
    {
        if (IsSame(actor, new Actor(actor.Id, c.Name, c.Kind, c.Aliases)))
            return Decision<ActorEvent>.Nothing;
        return Describe(
            new DescribeActor(
                actor.Id,
                c.Name == actor.Name ? default : Patch<string>.Set(c.Name),
                c.Kind == actor.Kind ? default : Patch<ActorKind?>.Set(c.Kind),
                c.Aliases.SequenceEqual(actor.Aliases) ? default : Patch<IReadOnlyList<string>>.Set(c.Aliases)),
            actor,
            find);
    }

    private static bool IsSame(Actor a, Actor b) => a.Name == b.Name && a.Kind == b.Kind && a.Aliases.SequenceEqual(b.Aliases, StringComparer.Ordinal);

    private static Refusal? CheckAliases(IReadOnlyList<string> aliases, string actor, Func<string, string?> find)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { Actor.KeyOf(actor) };
        for (var i = 0; i < aliases.Count; i++)
        {
            if (aliases[i] != aliases[i].Trim())
                return Refusal.Of($"aliases[{i}]", "must not begin or end with blanks");
            if (!seen.Add(Actor.KeyOf(aliases[i])))
                return Refusal.Of($"aliases[{i}]", "is the actor's id or stands twice (case does not count)");
            if (find(aliases[i]) is { } holder && holder != actor)
                return Refusal.Of($"aliases[{i}]", $"belongs to the actor '{holder}' already");
        }
        return null;
    }
}
