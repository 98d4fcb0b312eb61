using System.Globalization;
using Timeline.Domain;
using Timeline.Domain.Time;

namespace Timeline.Service.Http;

/// <summary>
/// Reads query parameters and collects everything that is wrong with them. Every read makes its name known; <see cref="Finish"/> then refuses
/// names that nobody read, unless unknown ones are to be ignored. Names are case-sensitive. As in HTML forms, <c>+</c> is a blank.
/// After an error a read gives a placeholder: use no value before <see cref="Finish"/> has given null.
/// </summary>
public sealed class QueryReader
{
    private const int MostInAText = 8192;

    private readonly ILookup<string, string?> values;
    private readonly FieldErrors errors = new();
    private readonly List<string> known = [];
    private readonly bool isStrict;

    /// <param name="strict">False ignores unknown parameters, however malformed.</param>
    public QueryReader(HttpRequest request, bool strict = true) : this(request.QueryString.Value ?? "", strict)
    {
    }

    /// <param name="rawQuery">As in the request's target, with or without <c>?</c>.</param>
    public QueryReader(string rawQuery, bool strict = true)
    {
        isStrict = strict;
        var pairs = RawQuery.Parse(rawQuery);
        values = pairs.Where(pair => pair.Name is not null).ToLookup(pair => pair.Name!, pair => pair.Value, StringComparer.Ordinal);
        if (strict && pairs.Any(pair => pair.Name is null))
            errors.Add("?", "has a parameter without a name, or with broken percent-encoding, broken UTF-8 or a control character in its name");
    }

    /// <summary>Whether the parameter is there. Does not make it known.</summary>
    public bool Has(string name) => values.Contains(name);

    /// <summary>Adds an error of the caller's own.</summary>
    /// <param name="message">The rest of a sentence that begins with the parameter's name.</param>
    public void Fail(string name, string message) => errors.Add(name, message);

    /// <returns>Null when all is well; else one <c>BadParameter</c> with all errors by name.</returns>
    public Refusal? Finish()
    {
        if (isStrict)
        {
            foreach (var name in values.Select(group => group.Key).Where(name => !known.Contains(name)))
                Fail(name, Suggestion.Unknown("parameter", name, known));
        }
        return errors.ToRefusal(RefusalCode.BadParameter);
    }

    /// <summary>Lengths in Unicode scalar values, inclusive; verbatim.</summary>
    public string? OptionalText(string name, int min = 1, int max = MostInAText) => One(name, Length(min, max)) is [var text] ? text : null;

    /// <summary>A parameter that may be repeated, in the order given; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name, int min = 1, int max = MostInAText) => Many(name, Length(min, max));

    /// <summary>A text that a rule turns into a value.</summary>
    public T? OptionalValue<T>(string name, TextRule<T> rule) where T : class => One(name, rule) is [var value] ? value : null;

    /// <summary>As <see cref="OptionalValue"/>, for a value type.</summary>
    public T? OptionalScalar<T>(string name, TextRule<T> rule) where T : struct => One(name, rule) is [var value] ? value : null;

    /// <summary>As <see cref="OptionalValue"/>, for a parameter that may be repeated; empty when absent.</summary>
    public IReadOnlyList<T> Values<T>(string name, TextRule<T> rule) => Many(name, rule);

    /// <summary>A member of an enum by its name in camelCase.</summary>
    public TEnum? OptionalEnum<TEnum>(string name) where TEnum : struct, Enum => OptionalScalar<TEnum>(name, EnumNames<TEnum>.Read);

    /// <inheritdoc cref="OptionalEnum"/>
    public IReadOnlyList<TEnum> Enums<TEnum>(string name) where TEnum : struct, Enum => Many<TEnum>(name, EnumNames<TEnum>.Read);

    /// <summary>Decimal digits with an optional minus sign; limits inclusive.</summary>
    public long? OptionalInteger(string name, long min = long.MinValue, long max = long.MaxValue) =>
        OptionalScalar<long>(name, (string text, out long value) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && text[0] != '+' && value >= min && value <= max
                ? null
                : max == long.MaxValue && min == long.MinValue ? "must be a whole number"
                : max == long.MaxValue ? $"must be a whole number, at least {min}" : $"must be a whole number between {min} and {max}");

    /// <summary>Limits inclusive.</summary>
    public decimal? OptionalDecimal(string name, decimal min, decimal max) =>
        OptionalScalar<decimal>(name, (string text, out decimal value) =>
            decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && JsonNumber.TryExact(text, out value) && value >= min && value <= max
                ? null
                : $"must be a number between {min} and {max}");

    /// <summary>A day or an RFC 3339 instant, no finer than a microsecond.</summary>
    public DayOrInstant? OptionalDayOrInstant(string name) => OptionalScalar<DayOrInstant>(name, Time);

    private static string? Time(string text, out DayOrInstant value) => DayOrInstant.TryParse(text, out value) switch
    {
        TimeParse.Ok => null,
        TimeParse.TooFine => "is finer than a microsecond",
        _ when text.Contains(' ') && DayOrInstant.TryParse(text.Replace(' ', '+'), out _) != TimeParse.Malformed =>
            "has a blank where the offset's + was: in a query, write + as %2B",
        _ => "must be a day such as 2024-10-25 or an RFC 3339 instant such as 2024-10-25T10:00:00Z",
    };

    private static TextRule<string> Length(int min, int max) => (string text, out string value) =>
    {
        value = text;
        return TextRules.Fault(text, min, max);
    };

    private List<T> One<T>(string name, TextRule<T> rule)
    {
        if (values[name].Skip(1).Any())
        {
            MakeKnown(name);
            Fail(name, "must be given once");
            return [];
        }
        return Many(name, rule);
    }

    private List<T> Many<T>(string name, TextRule<T> rule)
    {
        MakeKnown(name);
        var results = new List<T>();
        foreach (var text in values[name])
        {
            var value = default(T);
            var fault = text is null
                ? "has broken percent-encoding or broken UTF-8"
                : TextRules.Fault(text, 0, MostInAText) ?? rule(text, out value);
            if (fault is null)
                results.Add(value!);
            else
                Fail(name, fault);
        }
        return results;
    }

    private void MakeKnown(string name)
    {
        if (!known.Contains(name))
            known.Add(name);
    }
}
