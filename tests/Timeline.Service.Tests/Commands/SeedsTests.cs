using Timeline.Domain.Actors;
using Timeline.Service.Tests.Import;
using ShippedSeeds = Timeline.Service.Commands.Seeds;

namespace Timeline.Service.Tests.Commands;

public sealed class SeedsTests : IAsyncLifetime
{
    private ImportLog _log = null!;
    private TemporaryFolder Folder { get; set; } = null!;

    public async Task InitializeAsync()
    {
        _log = await ImportLog.CreateAsync();
        Folder = new TemporaryFolder();
        Folder.Write("010-actors.ndjson", Lines.Actor + "\n");
        Folder.Write("020-reports.ndjson", Lines.Report("one") + "\n" + Lines.Report("two") + "\n");
    }

    public async Task DisposeAsync()
    {
        Folder.Dispose();
        await _log.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_log_is_filled_once()
    {
        await LoadAsync();
        await LoadAsync();

        (await _log.EventsAsync()).ShouldBe(3);
        (await _log.ColumnAsync("select distinct user_name from timeline.mt_events")).ShouldBe([ShippedSeeds.Principal]);
    }

    [Fact]
    public async Task An_interrupted_load_goes_on()
    {
        await _log.ImportAsync(Lines.Actor + "\n" + Lines.Report("one"), ShippedSeeds.Principal);

        await LoadAsync();

        (await _log.ColumnAsync("select data->>'development' from timeline.mt_events where type = 'development_reported' order by seq_id")).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_log_that_others_have_written_to_is_left_alone()
    {
        await _log.WriteAsync(new RegisterActor("syldavia", "Syldavia", ActorKind.State, []));

        await LoadAsync();

        (await _log.EventsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_seeds_that_are_shipped_are_all_taken()
    {
        await ShippedSeeds.LoadAsync(_log.Source, await _log.IdentityAsync(), CancellationToken.None);

        var lines = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "seeds"), "*.ndjson").Sum(file => File.ReadLines(file).Count(line => line.Length > 0));
        (await _log.EventsAsync()).ShouldBe(lines);
        lines.ShouldBeGreaterThan(200);
    }

    private async Task LoadAsync() => await ShippedSeeds.LoadAsync(Folder.Path, _log.Source, await _log.IdentityAsync(), CancellationToken.None);
}
