using System.Text.Json;
using Timeline.Domain.Time;

namespace Timeline.Service.Http;

/// <content>Fields that are JSON strings.</content>
public sealed partial class ObjectReader
{
    private const int MostInATime = 64;
    private const string NotATime = "must be a day such as 2024-10-25 or an RFC 3339 instant such as 2024-10-25T10:00:00Z";
    private const string TooFine = "is finer than a microsecond, which could only be stored by changing it";

    /// <summary>Lengths in Unicode scalar values, inclusive; verbatim.</summary>
    public string RequiredText(string name, int min, int max) => Text(name, true, min, max) ?? "";

    /// <inheritdoc cref="RequiredText"/>
    public string? OptionalText(string name, int min, int max) => Text(name, false, min, max);

    /// <summary>A text that a rule turns into a value.</summary>
    /// <param name="max">The most characters that the rule is shown.</param>
    public T RequiredValue<T>(string name, int max, TextRule<T> rule) => TryRule(name, true, max, rule, out var value) ? value : default!;

    /// <inheritdoc cref="RequiredValue"/>
    public T? OptionalValue<T>(string name, int max, TextRule<T> rule) where T : class =>
        TryRule(name, false, max, rule, out var value) ? value : null;

    /// <summary>As <see cref="OptionalValue"/>, for a value type.</summary>
    public T? OptionalScalar<T>(string name, int max, TextRule<T> rule) where T : struct =>
        TryRule(name, false, max, rule, out var value) ? value : null;

    /// <summary>A member of an enum by its name in camelCase.</summary>
    public TEnum RequiredEnum<TEnum>(string name) where TEnum : struct, Enum => RequiredValue<TEnum>(name, int.MaxValue, EnumNames<TEnum>.Read);

    /// <inheritdoc cref="RequiredEnum"/>
    public TEnum? OptionalEnum<TEnum>(string name) where TEnum : struct, Enum => OptionalScalar<TEnum>(name, int.MaxValue, EnumNames<TEnum>.Read);

    /// <summary>An absolute http or https address; see <see cref="TextRules.Url"/>.</summary>
    public string RequiredUrl(string name) => RequiredValue<string>(name, TextRules.MostInAUrl, TextRules.Url) ?? "";

    /// <inheritdoc cref="RequiredUrl"/>
    public string? OptionalUrl(string name) => OptionalValue<string>(name, TextRules.MostInAUrl, TextRules.Url);

    /// <summary>A day or an instant. One finer than a microsecond makes the whole request unreadable (400).</summary>
    public DayOrInstant RequiredDayOrInstant(string name) => Time(name, true) ?? default;

    /// <inheritdoc cref="RequiredDayOrInstant"/>
    public DayOrInstant? OptionalDayOrInstant(string name) => Time(name, false);

    private string? Text(string name, bool isRequired, int min, int max)
    {
        if (!TryFind(name, isRequired, out var value, "a text", JsonValueKind.String))
            return null;
        var text = value.GetString()!;
        if (TextRules.Fault(text, min, max) is not { } fault)
            return text;
        Fail(name, fault);
        return null;
    }

    private bool TryRule<T>(string name, bool isRequired, int max, TextRule<T> rule, out T value)
    {
        value = default!;
        if (Text(name, isRequired, 1, max) is not { } text)
            return false;
        if (rule(text, out value!) is not { } fault)
            return true;
        Fail(name, fault);
        return false;
    }

    private DayOrInstant? Time(string name, bool isRequired)
    {
        if (Text(name, isRequired, 1, MostInATime) is not { } text)
            return null;
        switch (DayOrInstant.TryParse(text, out var time))
        {
            case TimeParse.Ok:
                return time;
            case TimeParse.TooFine:
                errors.AddUnreadable(JsonPath.Field(path, name), TooFine);
                return null;
            default:
                Fail(name, NotATime);
                return null;
        }
    }
}
