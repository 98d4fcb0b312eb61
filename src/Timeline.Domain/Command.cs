namespace Timeline.Domain;

/// <summary>Something that a writer asks for: about an actor, or about a development.</summary>
public abstract record Command;
