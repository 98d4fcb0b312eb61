using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>Collects what is wrong with a request, by field or parameter, in the order found.</summary>
internal sealed class FieldErrors
{
    /// <summary>More messages than this help nobody; a hostile body could ask for a hundred thousand.</summary>
    public const int Most = 100;

    private readonly OrderedDictionary<string, List<string>> messages = new(StringComparer.Ordinal);
    private int count;
    private bool isUnreadable;

    public bool IsFull => count >= Most;

    public void Add(string field, string message)
    {
        if (IsFull)
            return;
        count++;
        if (messages.TryGetValue(field, out var known))
            known.Add(message);
        else
            messages.Add(field, [message]);
    }

    /// <summary>An error that makes the whole request unreadable (400) instead of refused by a rule (422).</summary>
    public void AddUnreadable(string field, string message)
    {
        Add(field, message);
        isUnreadable = true;
    }

    public Refusal? ToRefusal(RefusalCode code) => count == 0
        ? null
        : new Refusal(isUnreadable && code == RefusalCode.Invalid ? RefusalCode.Unreadable : code, Summary(),
            messages.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal));

    private string Summary()
    {
        var (field, first) = messages.GetAt(0);
        if (count == 1)
            return field.Length == 0 ? $"The body {first[0]}." : $"{field} {first[0]}.";
        return IsFull ? $"There are {Most} errors or more; see 'errors' for the first." : $"There are {count} errors; see 'errors'.";
    }
}
