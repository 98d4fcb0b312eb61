using System.Diagnostics.CodeAnalysis;
using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>What reading a part of a request gives: a value, or the refusal that says why there is none.</summary>
public readonly record struct Parsed<T>
{
    public Parsed(T value) => Value = value;

    public Parsed(Refusal refusal) => Refusal = refusal;

    /// <summary>Meaningful only where <see cref="Refusal"/> is null.</summary>
    public T? Value { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;
}
