using System.Globalization;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Feeds;

/// <summary>What a feed says about itself: at which point it was answered, and where it and its pages are found.</summary>
/// <param name="Origin">Scheme and host under which the reader reached the service. Ids do not depend on it, only addresses do.</param>
/// <param name="Permalink">Relative.</param>
/// <param name="Subscription">Relative: the same feed at its newest, from its first page on.</param>
/// <param name="Filters">The filters in their one spelling.</param>
internal sealed record FeedHead(Pin Pin, string Origin, string Path, string Permalink, string Subscription, string Filters)
{
    /// <summary>Relative; null on the last page.</summary>
    public string? Next { get; init; }

    /// <summary>Relative; null on the first page.</summary>
    public string? Previous { get; init; }

    /// <summary>Relative: the first page at the same pin.</summary>
    public string? First { get; init; }

    /// <summary>By what widgets put entries side by side.</summary>
    public Grouping Grouping { get; init; }

    public string LogId => Pin.Edition.Split('.')[0];

    public string Title => Filters.Length == 0 ? "Timeline" : $"Timeline: {Uri.UnescapeDataString(Filters.Replace("&", ", ", StringComparison.Ordinal))}";

    public string Subtitle => string.Create(CultureInfo.InvariantCulture, $"As known at {Pin.KnownAt}, log position {Pin.Basis}, edition {Pin.Edition}");

    public string AbsolutePermalink => Origin + Permalink;

    /// <summary>Where a development is found, at its newest.</summary>
    public string AddressOf(string development) => $"{Origin}/api/developments/{development}";

    /// <summary>The same for ever and on every host: made of the log's id (RFC 4151; nobody can own a name below .invalid).</summary>
    public string IdOf(string development) => $"tag:{LogId}.timeline.invalid,2024:developments/{development}";

    /// <inheritdoc cref="IdOf"/>
    public string Id => $"tag:{LogId}.timeline.invalid,2024:{Path[1..]}{(Filters.Length == 0 ? "" : "?")}{Filters}";
}

/// <summary>By what widgets put entries side by side.</summary>
internal enum Grouping
{
    Kind,

    /// <summary>The subject, not the participants.</summary>
    Actor,
}

/// <summary>What actors are called at the feed's basis.</summary>
internal sealed class ActorNames(IReadOnlyDictionary<string, ActorName> names)
{
    public string Of(string actor) => names.TryGetValue(actor, out var found) ? found.Name : actor;

    /// <summary>As actors have it: <c>state</c>, <c>organization</c> and so on; empty for one that is not there.</summary>
    public string KindOf(string actor) => names.TryGetValue(actor, out var found) ? found.Kind : "";
}
