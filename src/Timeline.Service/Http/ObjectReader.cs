using System.Text.Json;
using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>
/// Reads the fields of a JSON object that has passed <see cref="StrictJson"/>, and collects everything that is wrong with it. Every read makes its
/// field known; <see cref="Finish"/> then refuses the fields that nobody read.
/// After an error a read gives a placeholder (an empty text, zero, null), so that reading can go on: use no value, and build nothing that may
/// throw, before <see cref="Finish"/> has given null. <c>null</c> for an optional field is the same as leaving it out.
/// </summary>
public sealed partial class ObjectReader
{
    /// <summary>As many as most objects have.</summary>
    private const int MostFields = 16;

    private readonly JsonElement element;
    private readonly string path;
    private readonly FieldErrors errors;
    private readonly List<string> known = new(MostFields);
    private int found;

    public ObjectReader(JsonElement element) : this(element, "", new FieldErrors())
    {
    }

    private ObjectReader(JsonElement element, string path, FieldErrors errors)
    {
        (this.element, this.path, this.errors) = (element, path, errors);
        if (element.ValueKind != JsonValueKind.Object)
            errors.Add(path, "must be an object");
    }

    private enum Presence
    {
        Absent,
        Null,
        Present,

        /// <summary>There is no object to look into, which has been said already.</summary>
        NoObject,
    }

    /// <summary>Whether the field is there and not null. Does not make it known.</summary>
    public bool Has(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Adds an error of the caller's own, about one field or about several together.</summary>
    /// <param name="message">The rest of a sentence that begins with the field's name.</param>
    public void Fail(string name, string message) => errors.Add(JsonPath.Field(path, name), message);

    /// <summary>Ends the reading.</summary>
    /// <returns>Null when all is well; else one refusal with all errors by path, such as <c>figures[0].value</c>.</returns>
    public Refusal? Finish()
    {
        RefuseUnknownFields();
        return errors.ToRefusal(RefusalCode.Invalid);
    }

    private void RefuseUnknownFields()
    {
        if (element.ValueKind != JsonValueKind.Object || found == element.GetPropertyCount())
            return;
        foreach (var property in element.EnumerateObject())
        {
            if (errors.IsFull)
                return;
            if (!known.Contains(property.Name))
                Fail(property.Name, Suggestion.Unknown("field", property.Name, known));
        }
    }

    private Presence Find(string name, out JsonElement value)
    {
        value = default;
        var isNew = !known.Contains(name);
        if (isNew)
            known.Add(name);
        if (element.ValueKind != JsonValueKind.Object)
            return Presence.NoObject;
        if (!element.TryGetProperty(name, out value))
            return Presence.Absent;
        // No key is there twice, so that as many as are there are all.
        if (isNew)
            found++;
        return value.ValueKind == JsonValueKind.Null ? Presence.Null : Presence.Present;
    }

    /// <summary>The one way to a field's value: present or not, and of the right kind.</summary>
    private bool TryFind(string name, bool isRequired, out JsonElement value, string kindName, params ReadOnlySpan<JsonValueKind> kinds)
    {
        var presence = Find(name, out value);
        if (presence != Presence.Present)
        {
            if (isRequired && presence != Presence.NoObject)
                Fail(name, "is required");
            return false;
        }
        if (kinds.Contains(value.ValueKind))
            return true;
        Fail(name, $"must be {kindName}");
        return false;
    }
}
