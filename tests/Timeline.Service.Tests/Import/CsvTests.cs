using System.Text.Json.Nodes;
using Timeline.Service.Import.Formats.Csv;
using Timeline.Service.Tests.Commands;
using Timeline.Service.Tests.Seeds;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Import;

public sealed class CsvTests : IAsyncLifetime, IDisposable
{
    private const string Small = """{"commands": [{"type": "report", "id": {"template": "r-{id}"}, "actor": "ruritania", "kind": {"column": "kind", "map": {"T": "treaty"}}, "occurred": {"column": "day", "date": ["dd.MM.yyyy", "yyyy-MM-dd"]}, "headline": {"column": "title"}, "source": {"publisher": "Gazette"}, "reportedAt": "2024-10-24", "figures": [{"measure": "m", "value": {"column": "count", "number": "."}, "unit": "u"}]}]}""";

    private ImportLog _log = null!;
    private readonly TemporaryFolder _folder = new();

    public async Task InitializeAsync() => _log = await ImportLog.CreateAsync();

    public async Task DisposeAsync() => await _log.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_example_of_the_documentation_imports_once()
    {
        var run = await RunAsync(Sample("inspections.csv"), Sample("inspections.mapping.json"));
        var again = await RunAsync(Sample("inspections.csv"), Sample("inspections.mapping.json"));

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldStartWith("6 commands in ");
        run.Output.ShouldContain(": 6 accepted, 0 duplicates, 0 rejected.");
        again.Output.ShouldContain(": 0 accepted, 6 duplicates, 0 rejected.");
        var entry = JsonNode.Parse(await _log.ScalarAsync<string>("select entry from timeline.segments where development = 'inspection-101'"))!;
        ((string)entry["occurred"]!["edtf"]!).ShouldBe("2024-02-03");
        ((string)entry["knownFrom"]!).ShouldBe("2024-02-04T09:30:00Z");
        entry["participants"]!.ToJsonString().ShouldBe("""[{"actor":"border-watch-mission","role":"observer"}]""");
        entry["places"]!.ToJsonString().ShouldBe("""[{"name":"Zenda","latitude":48.21,"longitude":14.55}]""");
        ((decimal)entry["figures"]![0]!["value"]!).ShouldBe(1250m);
        entry["tags"]!.ToJsonString().ShouldBe("""["border","soldiers"]""");
        var bare = JsonNode.Parse(await _log.ScalarAsync<string>("select entry from timeline.segments where development = 'inspection-103'"))!;
        ((string)bare["headline"]!).ShouldBe("Checkpoint \"North\" was found empty");
        ((string)bare["attribution"]!).ShouldBe("An unnamed observer");
        (bare["places"]?.AsArray().Count ?? 0).ShouldBe(0);
    }

    [Fact]
    public async Task Its_mapping_and_the_small_one_are_what_the_schema_says()
    {
        var schema = Sample("mapping.schema.json");

        (await SchemaCheck.FaultsAsync(schema, [await OneLineAsync(Sample("inspections.mapping.json")), Small])).ShouldBe(["", ""]);
        (await SchemaCheck.FaultsAsync(schema, [Small.Replace("\"number\"", "\"nummer\"", StringComparison.Ordinal)]))[0].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_bad_row_is_told_with_its_line_and_columns_and_the_good_ones_go_in()
    {
        await _log.ImportAsync(Lines.Actor);
        var file = _folder.Write("rows.csv", "\uFEFFid,kind,day,title,count\r\n1,T,24.10.2024,\"one,\r\nin two lines\",7\r\n2,X,2024-10-24,two,\r\n3,T,2024-13-01,three,many\r\n4,T,2024-10-24\r\n5,T,2024-10-24,,\r\n6,T,2024-10-24,six,\"1,000.5\"\r\n");

        var run = await RunAsync(file, _folder.Write("mapping.json", Small));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"{file}:4: column 'kind': 'X' is not in the map.");
        run.Error.ShouldContain($"{file}:5: column 'day': '2024-13-01' is no day of the form dd.MM.yyyy or yyyy-MM-dd; column 'count': 'many' is no number with '.' as its decimal point.");
        run.Error.ShouldContain($"{file}:6: the row has 3 columns; the header has 5.");
        run.Error.ShouldContain($"{file}:7: column 'title': headline is required");
        (await _log.ColumnAsync("select development from timeline.segments order by 1")).ShouldBe(["r-1", "r-6"]);
    }

    [Fact]
    public async Task A_row_in_another_encoding_is_told_and_read_where_the_mapping_names_it()
    {
        await _log.ImportAsync(Lines.Actor);
        var file = Path.Combine(_folder.Path, "latin.csv");
        await File.WriteAllBytesAsync(file, System.Text.Encoding.Latin1.GetBytes("id,kind,day,title,count\n1,T,2024-10-24,Grüße,\n2,T,2024-10-24,plain,\n"));

        var wrong = await RunAsync(file, _folder.Write("utf8.json", Small));
        var right = await RunAsync(file, _folder.Write("latin.json", Small.Replace("{\"commands\"", "{\"encoding\": \"windows-1252\", \"commands\"", StringComparison.Ordinal)));

        wrong.Error.ShouldContain($"{file}:2: the row has bytes that are not UTF-8");
        right.Output.ShouldContain(": 1 accepted, 1 duplicates, 0 rejected.");
        (await _log.ScalarAsync<string>("select entry from timeline.segments where development = 'r-1'")).ShouldContain("Grüße");
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_told_where_it_was_opened()
    {
        await _log.ImportAsync(Lines.Actor);
        var file = _folder.Write("quote.csv", "id,kind,day,title,count\n1,T,2024-10-24,one,\n2,T,2024-10-24,\"two,\n3,T,2024-10-24,three,\n");

        var run = await RunAsync(file, _folder.Write("mapping.json", Small));

        run.ExitCode.ShouldBe(1, run.Error);
        run.Error.ShouldContain($"{file}:3: a quote is opened in this row and never closed.");
        (await _log.ColumnAsync("select development from timeline.segments order by 1")).ShouldBe(["r-1"]);
    }

    [Fact]
    public async Task Columns_without_a_header_are_numbered()
    {
        await _log.ImportAsync(Lines.Actor);
        var mapping = Small.Replace("{id}", "{1}", StringComparison.Ordinal).Replace("\"kind\", \"map\"", "\"2\", \"map\"", StringComparison.Ordinal).Replace("\"day\"", "\"3\"", StringComparison.Ordinal)
            .Replace("\"title\"", "\"4\"", StringComparison.Ordinal).Replace("\"count\"", "\"5\"", StringComparison.Ordinal).Replace("{\"commands\"", "{\"header\": false, \"delimiter\": \"\\t\", \"commands\"", StringComparison.Ordinal);

        var run = await RunAsync(_folder.Write("rows.tsv", "1\tT\t2024-10-24\tone\t5\n"), _folder.Write("mapping.json", mapping));

        run.ExitCode.ShouldBe(0, run.Error);
        (await _log.EventsAsync()).ShouldBe(2);
    }

    [Theory]
    [InlineData("{}", "commands: must be an array of at least one command")]
    [InlineData("""{"commands": [{"id": "x"}]}""", "commands[0].type: is required")]
    [InlineData("""{"commands": [{"type": "report", "id": {"column": "a", "maps": {}}}]}""", "commands[0].id.maps: there is no such member")]
    [InlineData("""{"commands": [{"type": "report", "id": {"column": "a", "template": "b"}}]}""", "commands[0].id: has both column and template")]
    [InlineData("""{"commands": [{"type": "report"}], "delimiter": ";;"}""", "delimiter: must be one ASCII character")]
    [InlineData("""{"commands": [{"type": "report"}], "rows": 1}""", "rows: there is no such member")]
    public void A_wrong_mapping_says_where(string json, string fault) =>
        Should.Throw<CsvMappingException>(() => CsvMapping.Read(System.Text.Encoding.UTF8.GetBytes(json))).Message.ShouldContain(fault);

    [Fact]
    public async Task A_mapping_that_does_not_fit_the_file_imports_nothing()
    {
        var run = await RunAsync(_folder.Write("rows.csv", "id,kind\n1,T\n"), _folder.Write("mapping.json", Small));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("there is no column 'day' in the file; there are 'id', 'kind'");
        (await _log.EventsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Format_and_mapping_go_together()
    {
        (await TimelineProcess.RunAsync(null, "", "import", "--format", "csv", "x.csv")).Error.ShouldContain("--mapping");
        (await TimelineProcess.RunAsync(null, "", "import", "--mapping", "m.json", "x.csv")).Error.ShouldContain("--format csv");
        (await TimelineProcess.RunAsync(null, "", "import", "--format", "xlsx", "x.csv")).ExitCode.ShouldBe(2);
    }

    private static string Sample(string name) => Repository.PathOf("docs", "samples", "import", name);

    private static async Task<string> OneLineAsync(string file) => JsonNode.Parse(await File.ReadAllTextAsync(file))!.ToJsonString();

    private Task<TimelineProcess.Result> RunAsync(string file, string mapping) =>
        TimelineProcess.RunAsync(_log.ConnectionString, "", "import", "--format", "csv", "--mapping", mapping, file);
}
