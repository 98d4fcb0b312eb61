namespace Timeline.Domain;

/// <summary>What a decide function answers: an event to append, a refusal, or neither (nothing is left to do).</summary>
public readonly record struct Decision<TEvent>(TEvent? Event, Refusal? Refusal)
    where TEvent : class
{
    public static Decision<TEvent> Nothing => default;

    public static implicit operator Decision<TEvent>(TEvent @event) => new(@event, null);

    public static implicit operator Decision<TEvent>(Refusal refusal) => new(null, refusal);
}
