using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Timeline.Benchmarks.Generating;
using Timeline.Service.Log;

namespace Timeline.Benchmarks.Appending;

/// <summary>Ours: reports through the product's log writer, which writes log and views, durably.</summary>
internal sealed class LogAppends : IAsyncDisposable
{
    private static readonly Origin Writer = new("benchmark");
    private readonly NpgsqlDataSource _source;
    private readonly LogWriter _writer;
    private long _number;

    private LogAppends(NpgsqlDataSource source)
    {
        _source = source;
        _writer = new LogWriter(source, new LockWatchdog(NullLogger<LockWatchdog>.Instance), NullLogger<LogWriter>.Instance);
    }

    public static async Task<LogAppends> StartAsync(NpgsqlDataSource source)
    {
        var appends = new LogAppends(source);
        await appends._writer.StartAsync(CancellationToken.None);
        var outcomes = await Task.WhenAll(Reports.Registrations().Select(command => appends._writer.AppendAsync(new Append(command, Writer))));
        Require(outcomes);
        return appends;
    }

    public async Task OneAsync(int writer) =>
        Require([await _writer.AppendAsync(new Append(Reports.Report(Interlocked.Increment(ref _number)), Writer))]);

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
        await _source.DisposeAsync();
    }

    private static void Require(AppendOutcome[] outcomes)
    {
        if (outcomes.FirstOrDefault(outcome => outcome.Answer is null) is { Refusal: { } refusal })
            throw new InvalidOperationException($"An append was refused: {refusal.Detail}");
    }
}
