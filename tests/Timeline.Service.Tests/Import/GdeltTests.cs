using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Timeline.Service.Import.Formats.Gdelt;
using Timeline.Service.Tests.Commands;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Import;

public sealed class GdeltTests
{
    private static readonly string Sample = Repository.PathOf("tests", "Timeline.Service.Tests", "Import", "Samples", "gdelt.export.CSV");
    private static readonly string[] Rows = File.ReadAllLines(Sample);

    [Fact]
    public async Task An_export_becomes_reports_by_registered_actors_and_imports_once()
    {
        await using var log = await ImportLog.CreateAsync();

        var first = await TimelineProcess.RunAsync(log.ConnectionString, "", "import", "--format", "gdelt", Sample);
        var again = await TimelineProcess.RunAsync(log.ConnectionString, "", "import", "--format", "gdelt", Sample);

        first.ExitCode.ShouldBe(0, first.Error);
        (await log.ScalarAsync<long>("select count(*) from timeline.mt_events where type = 'development_reported'")).ShouldBe(Rows.Length);
        again.ExitCode.ShouldBe(0);
        again.Output.ShouldContain($" 0 accepted, {await log.EventsAsync()} duplicates, 0 rejected.");
        var second = JsonNode.Parse(await log.ScalarAsync<string>("select entry from timeline.segments where development = 'gdelt-881990833'"))!;
        ((string)second["actor"]!).ShouldBe("gdelt-igoeureec");
        ((string)second["kind"]!).ShouldBe("meeting");
        ((string)second["occurred"]!["edtf"]!).ShouldBe("2018-10-24");
        ((string)second["knownFrom"]!).ShouldBe("2019-10-24T14:30:00Z");
        ((string)second["sources"]![0]!["publisher"]!).ShouldBe("belsat.eu");
        second["places"]!.ToJsonString().ShouldBe("""[{"name":"Minsk, Belarus (general), Belarus","latitude":53.9,"longitude":27.5667}]""");
    }

    [Fact]
    public async Task A_zipped_export_is_read_as_it_is_shipped()
    {
        await using var log = await ImportLog.CreateAsync();
        using var folder = new TemporaryFolder();
        var zip = Path.Combine(folder.Path, "20191024143000.export.CSV.zip");
        await using (var archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create))
            await archive.CreateEntryFromFileAsync(Sample, "20191024143000.export.CSV");

        var run = await TimelineProcess.RunAsync(log.ConnectionString, "", "import", "--format", "gdelt", zip);

        run.ExitCode.ShouldBe(0, run.Error);
        (await log.ScalarAsync<long>("select count(*) from timeline.mt_events where type = 'development_reported'")).ShouldBe(Rows.Length);
    }

    [Fact]
    public async Task Of_a_damaged_export_the_good_rows_go_in_and_each_bad_one_is_told_with_its_line()
    {
        await using var log = await ImportLog.CreateAsync();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "damaged.CSV");
        byte[] bytes =
        [
            .. "\uFEFF"u8, .. Encoding.UTF8.GetBytes("GLOBALEVENTID\tSQLDATE\tMonthYear\r\n" + Rows[0] + "\r\n" + Cell(1, 57, "ninety") + "\n" + Rows[2] + "\tmore\n"),
            .. Encoding.UTF8.GetBytes(Rows[3]), 0xFF, .. "\n"u8, .. Encoding.UTF8.GetBytes(Cell(4, 2, "20190230") + "\n\n" + Rows[5]),
        ];
        await File.WriteAllBytesAsync(file, bytes);

        var run = await TimelineProcess.RunAsync(log.ConnectionString, "", "import", "--format", "gdelt", file);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"{file}:1: this is a row of column names");
        run.Error.ShouldContain($"{file}:3: column 57 (ActionGeo_Lat) is no number: 'ninety'.");
        run.Error.ShouldContain($"{file}:4: the row has 62 columns parted by tabs; a GDELT 2.0 event export has 61.");
        run.Error.ShouldContain($"{file}:5: the row has bytes that are not UTF-8.");
        run.Error.ShouldContain($"{file}:6: column 2 (SQLDATE) is no day of the form yyyyMMdd: '20190230'.");
        (await log.ScalarAsync<long>("select count(*) from timeline.mt_events where type = 'development_reported'")).ShouldBe(2);
    }

    [Theory]
    [InlineData("USA", "United States", "state")]
    [InlineData("USAGOV", "United States (government)", "organization")]
    [InlineData("TURMIL", "Turkey (military)", "force")]
    [InlineData("COP", "Police", "force")]
    [InlineData("EUR", "Europe", "other")]
    [InlineData("XYZQ", "XYZ (Q)", "other")]
    public void An_actor_is_named_by_its_code_alone(string code, string name, string kind)
    {
        var actor = Cameo.Actor(code);

        actor.ShouldBe((name, kind));
    }

    /// <summary>A row with one cell, counted from 1, changed.</summary>
    private static string Cell(int row, int column, string text)
    {
        var cells = Rows[row].Split('\t');
        cells[column - 1] = text;
        return string.Join('\t', cells);
    }
}
