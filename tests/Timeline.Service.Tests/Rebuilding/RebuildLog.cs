using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Domain;
using Timeline.Service.Import;
using Timeline.Service.Log;
using Timeline.Service.Rebuilding;
using Timeline.Service.Schema;
using Timeline.Service.Tests.Support;
using Timeline.Service.Views;
using Timeline.Testing;

namespace Timeline.Service.Tests.Rebuilding;

/// <summary>A log on a database of its own, and operations on its views in this process.</summary>
internal sealed class RebuildLog : IAsyncDisposable
{
    public static readonly string[] Tables = ["segments", "segment_actors", "actors", "actor_keys", "development_log"];

    private readonly TestDatabase _database;
    private readonly BatchWriter _writer;

    private RebuildLog(TestDatabase database, ViewVersions? versions)
    {
        _database = database;
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, NoResetOnClose = true }.ConnectionString);
        Sets = new ViewSets(Source, versions);
        Operations = new Operations(Source);
        _writer = new BatchWriter(Source, NullLoggerFactory.Instance, Sets);
    }

    public NpgsqlDataSource Source { get; }

    public TestDatabase Database => _database;

    public ViewSets Sets { get; }

    public Operations Operations { get; }

    public static async Task<RebuildLog> CreateAsync(ViewVersions? versions = null)
    {
        var log = new RebuildLog(await TestDatabase.CreateAsync(), versions);
        await Migrator.MigrateAsync(log.Source, null, CancellationToken.None);
        return log;
    }

    /// <summary>One whose log holds a random history.</summary>
    public static async Task<RebuildLog> WithHistoryAsync(int seed, int commands)
    {
        var log = await CreateAsync();
        await History.Generate(seed, commands).ApplyAsync(async step => (await log.WriteAsync(step.Command)).Answer?.Position);
        return log;
    }

    public async Task<AppendOutcome> WriteAsync(Command command) =>
        (await _writer.WriteAsync([new Append(command, new Origin("somebody"))], CancellationToken.None))[0]!.Value;

    public async Task<IReadOnlyList<AppendOutcome>> WriteAsync(IReadOnlyList<Append> appends) =>
        [.. (await _writer.WriteAsync(appends, CancellationToken.None)).Select(outcome => outcome!.Value)];

    public Task<Operation> RebuildAsync(string projection = Projections.All, OperationOptions? options = null, ViewVersions? by = null, int? version = null) =>
        RunAsync(new OperationRequest(OperationKind.Rebuild, projection, options ?? new OperationOptions(new Selection()), "tester", version), by);

    public Task<Operation> VerifyAsync(string projection = Projections.All, OperationOptions? options = null) =>
        RunAsync(new OperationRequest(OperationKind.Verify, projection, options ?? new OperationOptions(new Selection()), "tester"));

    /// <summary>Starts an operation and carries it out.</summary>
    public Task<Operation> RunAsync(OperationRequest request, ViewVersions? by = null) => RunAsync(Source, SetsOf(by), request);

    /// <summary>Starts an operation on any database and carries it out.</summary>
    public static async Task<Operation> RunAsync(NpgsqlDataSource source, ViewSets sets, OperationRequest request)
    {
        var operations = new Operations(source);
        var (operation, isNew) = await operations.StartAsync(request, CancellationToken.None);
        isNew.ShouldBeTrue();
        await GoOnAsync(source, sets, operation.Id, default);
        return (await operations.FindAsync(operation.Id, CancellationToken.None))!;
    }

    /// <summary>Takes an operation up, as a process does that finds it left.</summary>
    public Task<bool> GoOnAsync(long operation, ViewVersions? by = null, CancellationToken cancellation = default) => GoOnAsync(Source, SetsOf(by), operation, cancellation);

    public async Task<IReadOnlyList<RowDifference>> DifferencesAsync(Operation operation) => await Operations.DifferencesAsync(operation.Id, 0, 1000, CancellationToken.None);

    /// <summary>All rows of the live tables, by table.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RowsAsync()
    {
        var rows = new Dictionary<string, string>();
        foreach (var table in Tables)
            rows[table] = await ScalarAsync<string>($"select coalesce(string_agg(t::text, chr(10) order by t::text), '') from timeline.{table} t");
        return rows;
    }

    /// <summary>A statement on the live tables.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand((await Sets.RefreshAsync(CancellationToken.None))[0].In(sql));
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc cref="ExecuteAsync"/>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand((await Sets.RefreshAsync(CancellationToken.None))[0].In(sql));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<string> LiveSchemaAsync() => ScalarAsync<string>("select timeline_schema from timeline.view_sets where replaced_at is null");

    /// <summary>The schemas of views beside the first one.</summary>
    public Task<long> SchemasAsync() => ScalarAsync<long>("select count(*) from pg_namespace where nspname like 'timeline\\_set\\_%'");

    private ViewSets SetsOf(ViewVersions? by) => by is null ? Sets : new ViewSets(Source, by);

    private static Task<bool> GoOnAsync(NpgsqlDataSource source, ViewSets sets, long operation, CancellationToken cancellation) =>
        new OperationRunner(source, sets, NullLogger.Instance).RunAsync(operation, Pace.Unhindered, isAbandoned: false, cancellation);

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
