using System.Text.Json;
using Timeline.Domain.Time;
using Timeline.Service.Database;

namespace Timeline.Service.Views;

/// <summary>A figure that some source gave, from when until when it stood.</summary>
/// <param name="Figure">As it stands in an entry.</param>
/// <param name="SupersededAt">From when on it was told no more: corrected, annulled in effect, or its development retracted.</param>
internal sealed record MeasureClaim(string Development, JsonElement Figure, Instant ReportedAt, Instant? SupersededAt);

/// <summary>Reads one measure as a series over known time.</summary>
internal sealed class MeasureView(ViewSource views)
{
    /// <summary>Every claim known at (knownAt, basis), superseded ones too, in the order (reportedAt, development).</summary>
    /// <param name="showsRetracted">Whether developments that are retracted by then are told of; their claims ended with the retraction.</param>
    public async Task<IReadOnlyList<MeasureClaim>> ClaimsAsync(string measure, Instant knownAt, long basis, bool showsRetracted, CancellationToken cancellation)
    {
        await using var command = await views.CommandAsync(Sql.Text("Views/measure_segments.sql"), cancellation);
        command.Parameters.Add(Sql.Value(measure));
        command.Parameters.Add(Sql.Value(knownAt));
        command.Parameters.Add(Sql.Value(basis));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var claims = new List<MeasureClaim>();
        Series? series = null;
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetString(0) != series?.Development)
            {
                claims.AddRange(series?.Claims(showsRetracted) ?? []);
                series = new Series(measure, reader.GetString(0));
            }
            series.Add(reader.GetInstant(1), JsonElement.Parse(reader.GetFieldValue<byte[]>(3)));
        }
        claims.AddRange(series?.Claims(showsRetracted) ?? []);
        return [.. claims.OrderBy(claim => claim.ReportedAt).ThenBy(claim => claim.Development, StringComparer.Ordinal)];
    }

    /// <summary>When the public could know a figure, as it stands in an entry.</summary>
    public static Instant Reported(JsonElement figure)
    {
        _ = Rfc3339.TryParseInstant(figure.GetProperty("reportedAt").GetString(), out var at);
        return at;
    }

    /// <summary>One development's states in order of known time.</summary>
    private sealed class Series(string measure, string development)
    {
        private readonly List<MeasureClaim> _ended = [];
        private List<MeasureClaim> _standing = [];
        private bool _isRetracted;

        public string Development => development;

        public void Add(Instant from, JsonElement entry)
        {
            _isRetracted = entry.GetProperty("status").ValueEquals("retracted");
            var told = _isRetracted ? [] : Told(entry);
            _ended.AddRange(_standing.Where(claim => !told.Exists(same => IsSame(claim, same))).Select(claim => claim with { SupersededAt = from }));
            _standing = [.. told.Select(now => _standing.Find(claim => IsSame(claim, now)) ?? now)];
        }

        public IEnumerable<MeasureClaim> Claims(bool showsRetracted) => _isRetracted && !showsRetracted ? [] : _ended.Concat(_standing);

        private static bool IsSame(MeasureClaim a, MeasureClaim b) => JsonElement.DeepEquals(a.Figure, b.Figure);

        private List<MeasureClaim> Told(JsonElement entry) => !entry.TryGetProperty("figures", out var figures)
            ? []
            : [.. figures.EnumerateArray()
                .Where(figure => figure.GetProperty("measure").ValueEquals(measure))
                .Select(figure => new MeasureClaim(development, figure, Reported(figure), null))];
    }
}
