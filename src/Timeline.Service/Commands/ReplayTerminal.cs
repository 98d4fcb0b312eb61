using System.Globalization;
using System.Text.Json;
using Npgsql;
using Spectre.Console;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Features;
using Timeline.Service.Http;
using Timeline.Service.Reading;
using Timeline.Service.Views;

namespace Timeline.Service.Commands;

/// <summary>
/// <c>timeline replay</c>: how knowledge changed, day by day. In colour where the console has any, plain text without a line ever broken elsewhere.
/// </summary>
internal static class ReplayTerminal
{
    private static readonly Style Faint = new(decoration: Decoration.Dim);

    /// <param name="query">The parameters of <c>GET /api/timeline/replay</c>, as its query: points, speed and filters.</param>
    /// <exception cref="CommandException">The query is refused.</exception>
    public static async Task RunAsync(NpgsqlDataSource dataSource, string query, IAnsiConsole console, CancellationToken cancellation)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = int.MaxValue / 2;
        var reader = new QueryReader(query);
        var request = ReplayRequest.Read(reader);
        if (reader.Finish() is { } bad)
            throw new CommandException(bad.Detail);
        ViewSource views = dataSource;
        var timeline = new TimelineView(views);
        var pins = new Pins(timeline, await LogIdentity.ReadAsync(dataSource, cancellation));
        var resolved = await request.ResolveAsync(pins, timeline, new ChangeTimes(views), basis: null, cancellation);
        if (resolved.IsRefused)
            throw new CommandException(resolved.Refusal.Detail);
        await PlayAsync(new ReplayView(views), resolved.Value, new ReplayPace(request.Speed), console, cancellation);
    }

    private static async Task PlayAsync(ReplayView view, Replay replay, ReplayPace pace, IAnsiConsole console, CancellationToken cancellation)
    {
        var count = new Count();
        if (pace.IsAsFastAsItGoes)
        {
            await ShowAsync(replay.From, replay.To);
        }
        else
        {
            // A query for each instant: no snapshot of the database is held while nothing happens.
            for (var after = replay.From; await view.NextAsync(after, replay.To, replay.Basis, replay.Filter, cancellation) is { } at; after = at)
            {
                await Task.Delay(pace.Next(after, at), cancellation);
                await ShowAsync(after, at);
            }
        }
        Line(console, count.ToString(), Style.Plain);
        Line(console, $"as known from {replay.From} to {replay.To}, at log position {replay.Basis}", Faint);

        async Task ShowAsync(Instant after, Instant upTo)
        {
            await foreach (var change in view.ChangesAsync(after, upTo, replay.Basis, replay.Filter, cancellation))
            {
                if (count.Add(change))
                    Line(console, $"{change.At.Day:yyyy-MM-dd} {change.At.Day.DayOfWeek}", new Style(decoration: Decoration.Bold));
                Show(console, change);
            }
        }
    }

    private static void Show(IAnsiConsole console, ReplayChange change)
    {
        var entry = JsonElement.Parse(change.After ?? change.Before!);
        var (mark, colour) = change.Before is null ? ("+", Color.Green) : change.After is null ? ("-", Color.Red) : ("~", Color.Yellow);
        var time = change.At == Instant.StartOf(change.At.Day) ? "" : change.At.ToDateTime().ToString("HH:mm", CultureInfo.InvariantCulture);
        console.Write(new Text($"  {time,5} ", Faint));
        console.Write(new Text($"{mark} {entry.GetProperty("kind").GetString(),-11} ", new Style(colour)));
        console.Write(new Text($"{ReplayText.OneLine(entry.GetProperty("headline").GetString()!)} ", change.After is null ? new Style(decoration: Decoration.Strikethrough) : Style.Plain));
        Line(console, ReplayText.Aside(entry), Faint);
        if (change is not { Before: { } before, After: not null })
            return;
        foreach (var field in EntryChanges.Between(JsonElement.Parse(before), entry))
            Line(console, $"            {ReplayText.Of(field)}", new Style(colour));
        foreach (var cause in change.Because)
            Line(console, $"            {ReplayText.Of(cause)}", Faint);
    }

    private static void Line(IAnsiConsole console, string text, Style style)
    {
        console.Write(new Text(text, style));
        console.WriteLine();
    }

    /// <summary>What has been shown.</summary>
    private sealed class Count
    {
        private DateOnly? _day;
        private int _days;
        private int _learned;
        private int _revised;
        private int _withdrawn;

        /// <returns>Whether a new day begins.</returns>
        public bool Add(ReplayChange change)
        {
            if (change.Before is null)
                _learned++;
            else if (change.After is null)
                _withdrawn++;
            else
                _revised++;
            if (_day == change.At.Day)
                return false;
            _day = change.At.Day;
            _days++;
            return true;
        }

        public override string ToString() => $"{_learned} learned, {_revised} revised, {_withdrawn} withdrawn on {_days} {(_days == 1 ? "day" : "days")}";
    }
}
