namespace Timeline.Service.Http;

/// <summary>What a merge patch (RFC 7396) says about a field: nothing, that it goes (<c>null</c>), or its new value.</summary>
public readonly record struct Patched<T>
{
    internal Patched(bool isPresent, bool isCleared, T? value) => (IsPresent, IsCleared, Value) = (isPresent, isCleared, value);

    /// <summary>Whether the patch names the field at all; <c>default</c> does not.</summary>
    public bool IsPresent { get; }

    /// <summary>Whether the patch sets the field to null.</summary>
    public bool IsCleared { get; }

    /// <summary>The new value; meaningful only where the field is present and not cleared.</summary>
    public T? Value { get; }
}

/// <summary>Makes <see cref="Patched{T}"/>; one that is absent is <c>default</c>.</summary>
public static class Patched
{
    public static Patched<T> Cleared<T>() => new(true, true, default);

    public static Patched<T> To<T>(T value) => new(true, false, value);
}
