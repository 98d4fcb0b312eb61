using System.Text.Json;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;

namespace Timeline.Service.Feeds;

/// <summary>An entry on its way into a feed.</summary>
/// <param name="Json">The entry as the API serves it.</param>
internal sealed record FeedItem(Entry Entry, JsonElement Json, ActorNames Names)
{
    public FeedDate Date { get; } = FeedDate.Of(Entry.Occurred);

    /// <summary>When it was said to have happened before a correction moved it, if one did; only for formats that ask for it.</summary>
    public EdtfValue? PreviousOccurred { get; init; }

    public bool IsRetracted => Entry.Status == DevelopmentStatus.Retracted;

    public static FeedItem Read(ReadOnlySpan<byte> json, ActorNames names)
    {
        var element = JsonElement.Parse(json);
        return new FeedItem(EntryReader.Read(element), element, names);
    }

    /// <summary>A member of the entry's JSON as it stands; null where it is absent.</summary>
    public string? Raw(string member) => Json.TryGetProperty(member, out var value) ? value.GetRawText() : null;
}
