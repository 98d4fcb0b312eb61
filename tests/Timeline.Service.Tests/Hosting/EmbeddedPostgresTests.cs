using System.Diagnostics;
using Npgsql;
using Timeline.Service.Hosting.Postgres;

namespace Timeline.Service.Tests.Hosting;

public class EmbeddedPostgresTests
{
    [Fact]
    public async Task A_first_start_creates_a_durable_utf8_database_that_only_the_password_opens()
    {
        await using var folder = new DataFolder();
        await using var server = await folder.StartAsync();

        (await DataFolder.QueryAsync(server.ConnectionString,
            "SELECT concat_ws(' ', current_database(), current_setting('server_encoding'), current_setting('fsync'), current_setting('synchronous_commit'), current_setting('listen_addresses'), current_setting('unix_socket_directories'))"))
            .ShouldBe("timeline UTF8 on on 127.0.0.1 ");
        server.Adopted.ShouldBeFalse();
        var guess = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => DataFolder.QueryAsync(guess, "SELECT 1"))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [UnixFact]
    public async Task Nobody_else_can_read_the_password_or_the_data()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var folder = new DataFolder();
        await using var server = await folder.StartAsync();

        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        (File.GetUnixFileMode(Path.Combine(folder.Path, "password")) & others).ShouldBe(UnixFileMode.None);
        (File.GetUnixFileMode(folder.Cluster.Server) & others).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public async Task A_later_start_keeps_the_data()
    {
        await using var folder = new DataFolder();
        await using (var first = await folder.StartAsync())
            await DataFolder.WriteAsync(first, "kept");

        await using var second = await folder.StartAsync();

        (await DataFolder.ReadAllAsync(second)).ShouldBe("kept");
        second.Adopted.ShouldBeFalse();
    }

    [Fact]
    public async Task Disposal_ends_the_server_although_connections_are_open()
    {
        await using var folder = new DataFolder();
        var server = await folder.StartAsync();
        await using var open = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await open.OpenAsync();

        await server.DisposeAsync();

        await Should.ThrowAsync<NpgsqlException>(() => DataFolder.QueryAsync(server.ConnectionString, "SELECT 1"));
        File.Exists(Path.Combine(folder.Cluster.Data, "postmaster.pid")).ShouldBeFalse();
        (await File.ReadAllTextAsync(folder.Cluster.Log)).ShouldContain("database system is shut down");
    }

    [Fact]
    public async Task A_second_start_while_the_first_runs_says_who_runs_and_where()
    {
        await using var folder = new DataFolder();
        await using var first = await folder.StartAsync();
        first.AnnounceAddress("http://localhost:5000");

        var message = await folder.RefusalAsync();

        message.ShouldContain("already runs");
        message.ShouldContain($"process {Environment.ProcessId}, serving at http://localhost:5000");
        message.ShouldContain(folder.Path);
        (await DataFolder.QueryAsync(first.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_running_server_can_be_found_while_its_owner_lives()
    {
        await using var folder = new DataFolder();
        (await EmbeddedPostgres.FindRunningAsync(folder.Options(), CancellationToken.None)).ShouldBeNull();

        await using (var server = await folder.StartAsync())
            (await EmbeddedPostgres.FindRunningAsync(folder.Options(), CancellationToken.None)).ShouldBe(server.ConnectionString);

        (await EmbeddedPostgres.FindRunningAsync(folder.Options(), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_next_start_adopts_a_server_that_outlived_its_service_and_later_stops_it()
    {
        await using var folder = new DataFolder();
        var killed = await folder.StartAsync();
        await DataFolder.WriteAsync(killed, "acknowledged");
        killed.Abandon();

        var next = await folder.StartAsync();

        next.Adopted.ShouldBeTrue();
        next.ServerProcessId.ShouldBe(killed.ServerProcessId);
        (await DataFolder.ReadAllAsync(next)).ShouldBe("acknowledged");
        await next.DisposeAsync();
        await Should.ThrowAsync<NpgsqlException>(() => DataFolder.QueryAsync(next.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_start_right_after_the_kill_of_service_and_server_recovers_every_acknowledged_write()
    {
        await using var folder = new DataFolder();
        for (var round = 0; round < 3; round++)
        {
            var killed = await folder.StartAsync();
            await DataFolder.WriteAsync(killed, $"{round}");
            killed.Abandon();
            Kill(killed.ServerProcessId);
        }

        await using var next = await folder.StartAsync();

        (await DataFolder.ReadAllAsync(next)).ShouldBe("0,1,2");
        next.Adopted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_start_waits_for_the_busy_children_of_a_killed_server()
    {
        await using var folder = new DataFolder();
        var killed = await folder.StartAsync();
        await DataFolder.WriteAsync(killed, "kept");
        await using var connection = new NpgsqlConnection(killed.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        // Computing, not waiting: a waiting backend would notice the kill at once.
        await using var busy = new NpgsqlCommand(
            "DO $$ BEGIN WHILE (pg_stat_file('finish', true)).size IS NULL AND clock_timestamp() < now() + interval '60 s' LOOP END LOOP; END $$", connection);
        var running = busy.ExecuteNonQueryAsync();
        while (!Equals(await DataFolder.QueryAsync(killed.ConnectionString, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'"), 1L))
            running.IsCompleted.ShouldBeFalse();

        killed.Abandon();
        Kill(killed.ServerProcessId);
        var starting = folder.StartAsync();
        while (!folder.Cluster.TailOfLog().Contains("pre-existing shared memory block", StringComparison.Ordinal))
        {
            starting.IsCompleted.ShouldBeFalse();
            await Task.Delay(50);
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Cluster.Data, "finish"), "");

        await using var next = await starting;
        (await DataFolder.ReadAllAsync(next)).ShouldBe("kept");
        // The old backend answers or breaks off, as its client's luck has it.
        await Task.WhenAny(running);
    }

    [Fact]
    public async Task Disposal_after_the_server_was_killed_does_not_fail()
    {
        await using var folder = new DataFolder();
        var server = await folder.StartAsync();
        Kill(server.ServerProcessId);

        await server.DisposeAsync();

        await using var next = await folder.StartAsync();
        (await DataFolder.QueryAsync(next.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [UnixFact]
    public async Task A_stale_lock_file_whose_process_id_another_program_has_now_is_removed()
    {
        await using var folder = new DataFolder();
        await using (var first = await folder.StartAsync())
            await DataFolder.WriteAsync(first, "kept");
        // Of the user that PostgreSQL runs as: about such a process PostgreSQL itself would refuse to start.
        var start = new ProcessStartInfo("/bin/sleep", "60") { WorkingDirectory = "/" };
        if ((await RunAs.ChooseAsync(folder.Cluster.Server, CancellationToken.None)).User is { } user)
            start.UserName = user;
        using var stranger = Process.Start(start)!;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Cluster.Data, "postmaster.pid"), $"{stranger.Id}\n{folder.Cluster.Data}\n1\n5432\n\n127.0.0.1\n\nready   \n");

            await using var second = await folder.StartAsync();

            (await DataFolder.ReadAllAsync(second)).ShouldBe("kept");
            stranger.HasExited.ShouldBeFalse();
        }
        finally
        {
            stranger.Kill();
            await stranger.WaitForExitAsync();
        }
    }

    [UnixFact]
    public async Task A_copy_of_a_folder_whose_server_runs_gets_a_server_of_its_own()
    {
        await using var original = new DataFolder();
        await using var copy = new DataFolder();
        await using (var server = await original.StartAsync())
            await DataFolder.WriteAsync(server, "copied");
        using (var cp = Process.Start("cp", ["-a", original.Path + "/.", copy.Path]))
            await cp.WaitForExitAsync();

        await using var running = await original.StartAsync();
        File.Copy(Path.Combine(original.Cluster.Data, "postmaster.pid"), Path.Combine(copy.Cluster.Data, "postmaster.pid"));
        await using var second = await copy.StartAsync();

        second.Adopted.ShouldBeFalse();
        second.ServerProcessId.ShouldNotBe(running.ServerProcessId);
        (await DataFolder.ReadAllAsync(second)).ShouldBe("copied");
    }

    [Fact]
    public async Task What_an_interrupted_first_start_left_is_replaced()
    {
        await using var folder = new DataFolder();
        await using (await folder.StartAsync())
        {
        }

        // As a kill in the middle of initdb leaves it.
        var draft = folder.Cluster.NewDraft();
        Directory.Move(folder.Cluster.Data, draft);
        File.Delete(Path.Combine(draft, "PG_VERSION"));

        await using var next = await folder.StartAsync();

        (await DataFolder.QueryAsync(next.ConnectionString, "SELECT current_database()")).ShouldBe("timeline");
        Directory.Exists(draft).ShouldBeFalse();
    }

    [Fact]
    public async Task Settings_added_to_postgresql_conf_win()
    {
        await using var folder = new DataFolder();
        await using (await folder.StartAsync())
        {
        }

        await File.AppendAllTextAsync(Path.Combine(folder.Cluster.Data, "postgresql.conf"), "max_connections = 42\n");

        await using var server = await folder.StartAsync();
        (await DataFolder.QueryAsync(server.ConnectionString, "SHOW max_connections")).ShouldBe("42");
    }

    [Fact]
    public async Task A_server_that_cannot_start_is_reported_with_its_own_words()
    {
        await using var folder = new DataFolder();
        await using (await folder.StartAsync())
        {
        }

        await File.AppendAllTextAsync(Path.Combine(folder.Cluster.Data, "postgresql.conf"), "no_such_setting = 1\n");

        (await folder.RefusalAsync()).ShouldContain("no_such_setting");
    }

    private static void Kill(int processId)
    {
        using var server = Process.GetProcessById(processId);
        server.Kill();
        server.WaitForExit();
    }
}
