using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Timeline.Service.Commands;

/// <summary>How far some work has come.</summary>
/// <param name="total">Bytes, rows or positions in all; null where nobody knows.</param>
internal sealed class Meter(long? total)
{
    private long _done;
    private long _items;

    public long? Total { get; set; } = total;
    public long Done { get => Volatile.Read(ref _done); set => Volatile.Write(ref _done, value); }

    /// <summary>What the rate counts.</summary>
    public long Items { get => Volatile.Read(ref _items); set => Volatile.Write(ref _items, value); }
    /// <summary>What is done at the moment, where that changes.</summary>
    public string? Label { get; set; }

    /// <summary>How long it will take, from who knows better than a glance at the clock.</summary>
    public TimeSpan? Left { get; set; }
    public Stopwatch Elapsed { get; } = Stopwatch.StartNew();
    public double Rate => Items / Math.Max(Elapsed.Elapsed.TotalSeconds, 0.001);
    public TimeSpan? Remaining => Left is not null ? Left : Total is { } total && Done > 0 ? Elapsed.Elapsed * ((double)Math.Max(0, total - Done) / Done) : null;
}

/// <summary>
/// What people see while a command works, on standard error: a bar on a terminal, and plain lines where there is none, or no colour is wanted.
/// </summary>
internal static class Terminal
{
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(10);

    private static readonly IAnsiConsole Error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    private static bool IsPlain =>
        Console.IsErrorRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || !Error.Profile.Capabilities.Ansi;

    /// <summary>A remark in passing.</summary>
    public static void Note(string text)
    {
        if (IsPlain)
            Console.Error.WriteLine(text);
        else
            Error.MarkupLineInterpolated($"[grey]{text}[/]");
    }

    /// <summary>Does some work with its progress in sight.</summary>
    /// <param name="what">What is done, such as <c>Importing</c>.</param>
    /// <param name="unit">What <see cref="Meter.Items"/> counts, such as <c>lines</c>.</param>
    public static async Task<T> WithProgressAsync<T>(string what, string unit, long? total, Func<Meter, Task<T>> work)
    {
        var meter = new Meter(total);
        return IsPlain ? await PlainlyAsync(what, unit, meter, work) : await WithBarAsync(what, unit, meter, work);
    }

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 10 ? time.TotalSeconds.ToString("0.0 's'", CultureInfo.InvariantCulture)
        : time.ToString(time.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static async Task<T> WithBarAsync<T>(string what, string unit, Meter meter, Func<Meter, Task<T>> work) => await Error.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 20 }, new PercentageColumn(), new Text(() => $"{Rate(meter, unit)}"), new Text(() => Left(meter)))
        .StartAsync(async context =>
        {
            var task = context.AddTask(what, maxValue: Math.Max(1, meter.Total ?? 1));
            task.IsIndeterminate = meter.Total is null;
            using var done = new CancellationTokenSource();
            var drawing = DrawAsync(task, meter, done.Token);
            try
            {
                return await work(meter);
            }
            finally
            {
                await done.CancelAsync();
                await drawing;
                Show(task, meter);
                task.StopTask();
            }
        });

    private static async Task DrawAsync(ProgressTask task, Meter meter, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            Show(task, meter);
            await Task.Delay(100, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Show(ProgressTask task, Meter meter)
    {
        task.MaxValue = Math.Max(1, meter.Total ?? 1);
        task.Value = meter.Done;
        task.Description = meter.Label ?? task.Description;
    }

    private static async Task<T> PlainlyAsync<T>(string what, string unit, Meter meter, Func<Meter, Task<T>> work)
    {
        using var timer = new Timer(_ => Console.Error.WriteLine($"{meter.Label ?? what}: {Rate(meter, unit)}{(Left(meter) is { Length: > 0 } left ? ", " + left : "")}"), null, PlainEvery, PlainEvery);
        return await work(meter);
    }

    private static string Rate(Meter meter, string unit) => $"{Count(meter.Items)} {unit}, {Count((long)meter.Rate)}/s";

    private static string Left(Meter meter) => meter.Remaining is { } time ? $"{Duration(time)} left" : "";

    private sealed class Text(Func<string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Spectre.Console.Text(text());
    }
}
