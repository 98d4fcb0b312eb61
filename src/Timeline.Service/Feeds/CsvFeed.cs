using System.Buffers;
using CsvHelper;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;

namespace Timeline.Service.Feeds;

/// <summary>
/// A row an entry (RFC 4180): UTF-8 without a byte order mark, rows ended by CRLF, names in the first. Lists are JSON, as the API has them. Text that a
/// spreadsheet would take for a formula begins with an apostrophe; numbers stay numbers.
/// </summary>
internal sealed class CsvFeed : IWholeFeed
{
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, TrueValue = "true", FalseValue = "false" };

    private static readonly (string Name, Action<CsvWriter, FeedItem> Write)[] Columns =
    [
        ("id", (csv, item) => csv.WriteField(item.Entry.Id)),
        ("headline", (csv, item) => csv.WriteField(item.Entry.Headline)),
        ("summary", (csv, item) => csv.WriteField(item.Entry.Summary)),
        ("kind", (csv, item) => csv.WriteField(EntryJson.NameOf(item.Entry.Kind))),
        ("status", (csv, item) => csv.WriteField(EntryJson.NameOf(item.Entry.Status))),
        ("actor", (csv, item) => csv.WriteField(item.Entry.Actor)),
        ("actor_name", (csv, item) => csv.WriteField(item.Names.Of(item.Entry.Actor))),
        ("participants", (csv, item) => csv.WriteField(item.Raw("participants"))),
        ("occurred", (csv, item) => csv.WriteField(item.Entry.Occurred.Text)),
        ("occurred_from", (csv, item) => csv.WriteField(TextOf(item.Entry.Occurred.From))),
        ("occurred_to", (csv, item) => csv.WriteField(TextOf(item.Entry.Occurred.To))),
        ("precision", (csv, item) => csv.WriteField(EntryJson.NameOf(item.Entry.Occurred.Precision))),
        ("approximate", (csv, item) => csv.WriteField(item.Entry.Occurred.Approximate)),
        ("uncertain", (csv, item) => csv.WriteField(item.Entry.Occurred.Uncertain)),
        ("places", (csv, item) => csv.WriteField(item.Raw("places"))),
        ("latitude", (csv, item) => csv.WriteField(item.Entry.Places.FirstOrDefault(place => place.Latitude is not null)?.Latitude)),
        ("longitude", (csv, item) => csv.WriteField(item.Entry.Places.FirstOrDefault(place => place.Longitude is not null)?.Longitude)),
        ("attribution", (csv, item) => csv.WriteField(item.Entry.Attribution)),
        ("figures", (csv, item) => csv.WriteField(item.Raw("figures"))),
        ("tags", (csv, item) => csv.WriteField(item.Raw("tags"))),
        ("sources", (csv, item) => csv.WriteField(item.Raw("sources"))),
        ("known_from", (csv, item) => csv.WriteField(item.Entry.KnownFrom.ToString())),
        ("revision", (csv, item) => csv.WriteField(item.Entry.Revision)),
        ("revised_at", (csv, item) => csv.WriteField(item.Entry.RevisedAt.ToString())),
        ("recorded_at", (csv, item) => csv.WriteField(item.Entry.RecordedAt.ToString())),
        ("position", (csv, item) => csv.WriteField(item.Entry.Position)),
    ];

    private readonly IBufferWriter<byte> output;
    private readonly MemoryStream row = new();
    private readonly CsvWriter csv;

    public CsvFeed(IBufferWriter<byte> output)
    {
        this.output = output;
        csv = CsvWriter.Create(row, Options);
    }

    public void Begin()
    {
        csv.WriteHeader([.. Columns.Select(column => column.Name)]);
        Pass();
    }

    public void Add(FeedItem item)
    {
        foreach (var (_, write) in Columns)
            write(csv, item);
        csv.EndRecord();
        Pass();
    }

    public void End()
    {
    }

    public void Dispose()
    {
        csv.Dispose();
        row.Dispose();
    }

    private static string? TextOf(Instant edge) => edge.IsInCalendar ? edge.ToString() : null;

    private void Pass()
    {
        csv.Flush();
        output.Write(row.GetBuffer().AsSpan(0, (int)row.Length));
        row.SetLength(0);
    }
}
