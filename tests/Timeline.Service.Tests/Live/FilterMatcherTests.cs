using Npgsql;
using NpgsqlTypes;
using Timeline.Domain.Developments;
using Timeline.Domain.Edtf;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Database;
using Timeline.Service.Schema;
using Timeline.Service.Tests.Support;
using Timeline.Service.Views;

namespace Timeline.Service.Tests.Live;

public class FilterMatcherTests
{
    private const int Rows = 250;
    private const int FilterCount = 400;
    private static readonly string[] Actors = ["a", "b", "c", "A"];
    private static readonly string[] Tags = ["red", "Red", "blue", "it's \"so\""];
    private static readonly string[] Publishers = ["agency", "gazette", " the herald"];
    private static readonly string[] Words = ["river", "rivers", "bridge", "río"];
    private static readonly string[] Dates = ["2024-01", "2024-02", "2024-03", "2024-02-10", "[2024-01..2024-03]", "../2024-02", "2024-02/..", "2024-02~", "2024"];
    private static readonly double[] Degrees = [-180, -90, -10, 0, 10, 45.5, 90, 179.9, 180];

    [Fact]
    public async Task A_filter_in_memory_gives_the_verdicts_of_the_filter_in_the_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Migrator.MigrateAsync(source, _ => { }, CancellationToken.None);
        var random = new Random(20241025);
        var rows = Enumerable.Range(0, Rows).ToDictionary(i => $"d{i}", _ => Row(random));
        foreach (var (id, row) in rows)
            await InsertAsync(source, id, row);
        var verdicts = new HashSet<int>();

        for (var i = 0; i < FilterCount; i++)
        {
            var filter = Filter(random);
            var matcher = new FilterMatcher(filter);
            var passed = rows.Where(row => matcher.Passes(row.Value)).Select(row => row.Key).Order(StringComparer.Ordinal).ToList();
            passed.ShouldBe(await PassedAsync(source, filter), filter.ToString());
            verdicts.Add(passed.Count);
        }

        verdicts.Count.ShouldBeGreaterThan(40, "the filters must tell rows apart, or nothing is shown");
    }

    private static FilteredRow Row(Random random)
    {
        var occurred = Edtf(Pick(random, Dates));
        var places = random.Next(3);
        return new FilteredRow
        {
            Actors = Some(random, Actors, 1),
            Kind = EntryJson.NameOf(Pick(random, Enum.GetValues<DevelopmentKind>())),
            Status = EntryJson.NameOf(Pick(random, Enum.GetValues<DevelopmentStatus>())),
            Tags = Some(random, Tags, 0),
            Publishers = Some(random, Publishers, 1),
            OccurredFrom = Storable(occurred.From),
            OccurredTo = Storable(occurred.To),
            OccurredLatestStart = Storable(occurred.LatestStart),
            OccurredEarliestEnd = Storable(occurred.EarliestEnd),
            Latitudes = [.. Enumerable.Range(0, places).Select(_ => Pick(random, Degrees) / 2)],
            Longitudes = [.. Enumerable.Range(0, places).Select(_ => Pick(random, Degrees))],
            Words = SearchWords.Of(Text(random), Text(random)),
        };
    }

    private static TimelineFilter Filter(Random random) => new()
    {
        Actors = Rarely(random) ? Some(random, Actors, 0) : null,
        Kinds = Rarely(random) ? [Pick(random, Enum.GetValues<DevelopmentKind>()), Pick(random, Enum.GetValues<DevelopmentKind>())] : [],
        Tags = Rarely(random) ? Some(random, Tags, 1) : [],
        Publishers = Rarely(random) ? ["Agency ", .. Some(random, Publishers, 0)] : [],
        Statuses = Rarely(random) ? [Pick(random, Enum.GetValues<DevelopmentStatus>())] : [],
        IncludeRetracted = random.Next(2) == 0,
        Occurred = Rarely(random) ? new OccurredWindow(random.Next(3) == 0 ? null : Edtf(Pick(random, Dates)), random.Next(3) == 0 ? null : Edtf(Pick(random, Dates))) : null,
        IsDefinite = random.Next(2) == 0,
        Box = Rarely(random) ? new Box(Pick(random, Degrees), -90 + (random.Next(4) * 45), Pick(random, Degrees), random.Next(4) * 30) : null,
        Search = Rarely(random) ? Search(random) : null,
    };

    private static List<FoundTerm> Search(Random random)
    {
        var texts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(5) switch
        {
            0 => $"-{Pick(random, Words)}",
            1 => "riv*",
            2 => $"{Pick(random, Words)} OR {Pick(random, Words)}",
            3 => $"\"{Pick(random, Words)} {Pick(random, Words)}\"",
            _ => Pick(random, Words),
        });
        SearchQuery.TryParse(string.Join(' ', texts), out var query, out _).ShouldBeTrue();
        return [.. query!.Clauses.SelectMany((clause, number) => clause.Select(term => new FoundTerm(number, term, random.Next(3) == 0 ? Some(random, Actors, 1) : [])))];
    }

    private static string Text(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(random, Words)));

    private static bool Rarely(Random random) => random.Next(4) == 0;

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static string[] Some(Random random, string[] from, int least) => [.. from.OrderBy(_ => random.Next()).Take(random.Next(least, 3))];

    private static EdtfValue Edtf(string text) => EdtfValue.TryParse(text, out var value, out var problem) ? value : throw new ArgumentException(problem);

    private static Instant Storable(Instant edge) => edge == Instant.MaxValue ? edge : Instant.Max(SegmentRow.OpenStart, Instant.Min(edge, Instant.EndOfYear9999));

    private static async Task<List<string>> PassedAsync(NpgsqlDataSource source, TimelineFilter filter)
    {
        await using var command = source.CreateCommand($"select s.development from timeline.segments s where {FilterSql.Predicate(1)} order by s.development");
        FilterSql.AddTo(command.Parameters, filter);
        await using var reader = await command.ExecuteReaderAsync();
        var passed = new List<string>();
        while (await reader.ReadAsync())
            passed.Add(reader.GetString(0));
        return passed;
    }

    private static async Task InsertAsync(NpgsqlDataSource source, string id, FilteredRow row)
    {
        await using var command = source.CreateCommand("""
            insert into timeline.segments (development, known_from, known_to, recorded_from, occurred_from, occurred_to, occurred_latest_start, occurred_earliest_end,
                actor, actors, kind, status, tags, publishers, measures, latitudes, longitudes, words, entry)
            values ($1, '2024-01-01', 'infinity', 1, $2, $3, $4, $5, 'a', $6, $7, $8, $9, $10, '{}', $11, $12, $13, '{}')
            """);
        command.Parameters.Add(Sql.Value(id));
        foreach (var instant in new[] { row.OccurredFrom, row.OccurredTo, row.OccurredLatestStart, row.OccurredEarliestEnd })
            command.Parameters.Add(Sql.Value(instant));
        command.Parameters.AddRange(new[]
        {
            Sql.TextArray(row.Actors), Sql.Value(row.Kind), Sql.Value(row.Status), Sql.TextArray(row.Tags), Sql.TextArray(row.Publishers),
            Doubles(row.Latitudes), Doubles(row.Longitudes), Sql.Value(row.Words),
        });
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter Doubles(IEnumerable<double> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double };
}
