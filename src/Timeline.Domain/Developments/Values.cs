using System.Text.Json.Serialization;
using Timeline.Domain.Json;

namespace Timeline.Domain.Developments;

/// <summary>What kind of development it is: our classification, not a source's word.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DevelopmentKind>))]
public enum DevelopmentKind
{
    Deployment,
    Treaty,
    Statement,
    Meeting,
    Transfer,
    Engagement,
    Casualties,
    Sanction,
    Assessment,
    Other,
}

/// <summary>Another actor that takes part, and as what.</summary>
public sealed record Participant(string Actor, string Role);

/// <summary>Where: a name, and WGS 84 degrees where they are known (both or neither).</summary>
public sealed record Place(string Name, decimal? Latitude = null, decimal? Longitude = null);

/// <summary>A number that a source gives: either <see cref="Value"/>, or <see cref="Min"/> and/or <see cref="Max"/> (both inclusive).</summary>
public sealed record Figure(string Measure, decimal? Value, decimal? Min, decimal? Max, string Unit, string? Qualifier = null);

/// <summary>Where it was published. <see cref="PublishedAt"/> is a day or an RFC 3339 instant, as given.</summary>
public sealed record Source(string Publisher, string? Title = null, string? Url = null, string? ArchivedUrl = null, string? PublishedAt = null);

/// <summary>A merge patch over a <see cref="Source"/>.</summary>
public sealed record SourcePatch
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Publisher { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Title { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Url { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> ArchivedUrl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> PublishedAt { get; init; }

    /// <summary>The patched source, or null where it still lacks a publisher.</summary>
    public Source? ApplyTo(Source? source)
    {
        var publisher = Publisher.ApplyTo(source?.Publisher);
        return publisher is null
            ? null
            : new Source(publisher, Title.ApplyTo(source?.Title), Url.ApplyTo(source?.Url), ArchivedUrl.ApplyTo(source?.ArchivedUrl), PublishedAt.ApplyTo(source?.PublishedAt));
    }

    /// <summary>This patch over an earlier one.</summary>
    public SourcePatch Over(SourcePatch? earlier) => earlier is null ? this : new SourcePatch
    {
        Publisher = Publisher.Over(earlier.Publisher),
        Title = Title.Over(earlier.Title),
        Url = Url.Over(earlier.Url),
        ArchivedUrl = ArchivedUrl.Over(earlier.ArchivedUrl),
        PublishedAt = PublishedAt.Over(earlier.PublishedAt),
    };
}

/// <summary>A correction's changes: a JSON merge patch (RFC 7396) over a report, arrays whole.</summary>
public sealed record DevelopmentChanges
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Occurred { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<DevelopmentKind?> Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Headline { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Summary { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyList<Participant>> Participants { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyList<Place>> Places { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyList<Figure>> Figures { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<IReadOnlyList<string>> Tags { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<string> Attribution { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Patch<SourcePatch> Source { get; init; }
}
