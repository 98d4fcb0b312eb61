using System.Text.Json;

namespace Timeline.Service.Http;

/// <content>Fields that are JSON numbers or booleans.</content>
public sealed partial class ObjectReader
{
    /// <summary>A number that a decimal holds exactly (<c>1e3</c> is 1000); limits inclusive.</summary>
    public decimal RequiredDecimal(string name, decimal min = decimal.MinValue, decimal max = decimal.MaxValue) => Decimal(name, true, min, max) ?? 0;

    /// <inheritdoc cref="RequiredDecimal"/>
    public decimal? OptionalDecimal(string name, decimal min = decimal.MinValue, decimal max = decimal.MaxValue) => Decimal(name, false, min, max);

    /// <summary>A whole number by its value (<c>1.0</c> is 1); limits inclusive.</summary>
    public long RequiredInteger(string name, long min = long.MinValue, long max = long.MaxValue) => Integer(name, true, min, max) ?? 0;

    /// <inheritdoc cref="RequiredInteger"/>
    public long? OptionalInteger(string name, long min = long.MinValue, long max = long.MaxValue) => Integer(name, false, min, max);

    public bool RequiredBoolean(string name) => Boolean(name, true) ?? false;

    public bool? OptionalBoolean(string name) => Boolean(name, false);

    private decimal? Decimal(string name, bool isRequired, decimal min, decimal max)
    {
        if (!TryFind(name, isRequired, out var value, "a number", JsonValueKind.Number))
            return null;
        if (!JsonNumber.TryExact(value, out var number))
            Fail(name, $"has more than {JsonNumber.MostDigits} significant digits, or is too large or too small to be stored exactly");
        else if (number < min || number > max)
            Fail(name, OutOfRange(min, max, decimal.MinValue, decimal.MaxValue));
        else
            return number;
        return null;
    }

    private long? Integer(string name, bool isRequired, long min, long max)
    {
        if (!TryFind(name, isRequired, out var value, "a whole number", JsonValueKind.Number))
            return null;
        if (!JsonNumber.TryExact(value, out var number) || !decimal.IsInteger(number))
            Fail(name, "must be a whole number");
        else if (number < min || number > max)
            Fail(name, OutOfRange(min, max, long.MinValue, long.MaxValue));
        else
            return (long)number;
        return null;
    }

    private bool? Boolean(string name, bool isRequired) =>
        TryFind(name, isRequired, out var value, "true or false", JsonValueKind.True, JsonValueKind.False) ? value.GetBoolean() : null;

    private static string OutOfRange<T>(T min, T max, T lowest, T highest) where T : IComparable<T> =>
        (min.CompareTo(lowest), max.CompareTo(highest)) switch
        {
            ( > 0, < 0) => $"must be between {min} and {max}",
            ( > 0, _) => $"must be at least {min}",
            _ => $"must be at most {max}",
        };
}
