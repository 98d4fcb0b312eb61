using Timeline.Service.Hosting.Postgres;

namespace Timeline.Service.Tests.Hosting;

public class BinaryFinderTests
{
    [Fact]
    public async Task Without_any_binaries_the_message_says_what_to_install_and_what_else_serves()
    {
        var nothing = await Should.ThrowAsync<EmbeddedPostgresException>(() =>
            BinaryFinder.FirstUsableAsync([], [], new EmbeddedPostgresOptions(), dataMajor: null, RunAs.Self, CancellationToken.None));

        nothing.Message.ShouldContain("Install Node.js with npm");
        nothing.Message.ShouldContain("PostgreSQL 15 or newer");
        nothing.Message.ShouldContain("docker compose up");
        nothing.Message.ShouldContain(EmbeddedPostgresOptions.ConnectionStringSetting);
    }

    [Fact]
    public async Task A_setting_that_names_a_folder_without_binaries_is_not_silently_replaced_by_others()
    {
        await using var folder = new DataFolder();

        var message = await folder.RefusalAsync(binDirectory: folder.Path);

        message.ShouldContain("lacks initdb, pg_ctl, postgres");
        message.ShouldContain(EmbeddedPostgresOptions.BinDirectorySetting);
        message.ShouldContain("docker compose up");
    }

    [UnixFact]
    public async Task PostgreSQL_older_than_15_is_refused()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var folder = new DataFolder();
        foreach (var name in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var program = Path.Combine(folder.Path, name);
            await File.WriteAllTextAsync(program, "#!/bin/sh\necho 'postgres (PostgreSQL) 14.12'\n");
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        }

        (await folder.RefusalAsync(binDirectory: folder.Path)).ShouldContain("PostgreSQL 14.12, too old");
    }

    [FactWithPostgres15]
    public async Task Installed_binaries_serve_when_the_setting_names_them()
    {
        await using var folder = new DataFolder();
        await using var server = await folder.StartAsync(InstalledPostgres.BinDirectory);

        server.ServerVersion.ShouldStartWith("15.");
    }

    [FactWithPostgres15]
    public async Task Data_of_another_major_version_is_refused_with_the_setting_that_picks_the_right_binaries()
    {
        await using var folder = new DataFolder();
        await using (await folder.StartAsync())
        {
        }

        var message = await folder.RefusalAsync(InstalledPostgres.BinDirectory);

        message.ShouldContain("was written by PostgreSQL 18");
        message.ShouldContain("15.");
        message.ShouldContain(EmbeddedPostgresOptions.BinDirectorySetting);
    }

    [FactWithPostgres15]
    public async Task Without_the_setting_the_binaries_that_fit_the_data_are_taken()
    {
        await using var folder = new DataFolder();
        await using (await folder.StartAsync(InstalledPostgres.BinDirectory))
        {
        }

        await using var server = await folder.StartAsync();

        server.ServerVersion.ShouldStartWith("15.");
    }
}
