using System.Text.Json;
using Timeline.Domain.Knowledge;
using Timeline.Domain.Time;
using Timeline.Service.Rebuilding;

namespace Timeline.Service.Features;

/// <summary>Operations and differences as JSON.</summary>
internal static class OperationJson
{
    /// <summary>How many differences stand in the operation itself.</summary>
    public const int MostShown = 20;

    /// <param name="differences">The first ones; one more than <see cref="MostShown"/> where there are more.</param>
    public static void Write(Utf8JsonWriter json, Operation operation, IReadOnlyList<RowDifference> differences)
    {
        var progress = operation.Progress;
        json.WriteStartObject();
        json.WriteNumber("id", operation.Id);
        json.WriteString("kind", EntryJson.NameOf(operation.Kind));
        json.WriteString("projection", operation.Projection);
        json.WriteNumber("version", operation.Version);
        WriteOptions(json, operation);
        json.WriteString("state", EntryJson.NameOf(operation.State));
        json.WriteString("phase", EntryJson.NameOf(progress.Phase));
        if (operation.State == OperationState.Running)
            WriteProgress(json, operation);
        json.WriteNumber("position", progress.Position);
        json.WriteStartObject("replayed");
        json.WriteNumber("events", progress.Events);
        json.WriteNumber("folds", progress.Folds);
        json.WriteNumber("rows", progress.Rows);
        json.WriteEndObject();
        json.WriteNumber("unreadableEvents", progress.Unreadable);
        WriteDifferences(json, operation, differences);
        json.WriteNumber("repaired", progress.Repaired);
        if (operation.Fault is { } fault)
            json.WriteString("detail", fault);
        json.WriteString("requestedBy", operation.RequestedBy);
        WriteTime(json, "requestedAt", operation.RequestedAt);
        WriteTime(json, "startedAt", operation.StartedAt);
        WriteTime(json, "endedAt", operation.EndedAt);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, RowDifference difference)
    {
        json.WriteStartObject();
        json.WriteNumber("number", difference.Number);
        json.WriteString("table", difference.Table);
        json.WriteString("kind", difference.Kind);
        json.WriteString("subject", difference.Subject);
        json.WritePropertyName("key");
        json.WriteRawValue(difference.Key, skipInputValidation: true);
        if (difference.Columns.Count > 0)
        {
            json.WriteStartArray("columns");
            foreach (var column in difference.Columns)
                json.WriteStringValue(column);
            json.WriteEndArray();
        }
        json.WriteStartArray("events");
        foreach (var position in difference.Positions)
            json.WriteNumberValue(position);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Where more differences of an operation are.</summary>
    public static string DifferencesOf(Operation operation, long after) => FormattableString.Invariant($"{operation.Location}/differences?after={after}");

    private static void WriteOptions(Utf8JsonWriter json, Operation operation)
    {
        var selection = operation.Options.Selection;
        if (selection.Actor is { } actor)
            json.WriteString("actor", actor);
        if (selection.Development is { } development)
            json.WriteString("development", development);
        if (selection.From is { } from)
            json.WriteNumber("from", from);
        if (selection.To is { } to)
            json.WriteNumber("to", to);
        if (operation.Options.Accept)
            json.WriteString("accept", "difference");
        if (operation.Options.Repair)
            json.WriteBoolean("repair", true);
    }

    private static void WriteProgress(Utf8JsonWriter json, Operation operation)
    {
        var estimate = Estimate.Of(operation);
        json.WriteStartObject("progress");
        json.WriteNumber("done", operation.Progress.Done);
        if (operation.Progress.Total is { } total)
            json.WriteNumber("total", total);
        json.WriteNumber("fraction", Math.Round(estimate.Fraction, 3));
        if (estimate.Rate is { } rate)
            json.WriteNumber("perSecond", Math.Round(rate, 1));
        if (estimate.Remaining is { } remaining)
            json.WriteNumber("remainingSeconds", Math.Round(remaining.TotalSeconds, 1));
        if (operation.IsCancelled)
            json.WriteBoolean("isCancelled", true);
        json.WriteEndObject();
    }

    private static void WriteDifferences(Utf8JsonWriter json, Operation operation, IReadOnlyList<RowDifference> differences)
    {
        var progress = operation.Progress;
        json.WriteStartObject("differences");
        json.WriteNumber("missing", progress.Missing);
        json.WriteNumber("surplus", progress.Surplus);
        json.WriteNumber("different", progress.Different);
        json.WriteStartArray("items");
        foreach (var difference in differences.Take(MostShown))
            Write(json, difference);
        json.WriteEndArray();
        if (differences.Count > MostShown)
            json.WriteString("next", DifferencesOf(operation, differences[MostShown - 1].Number));
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } at)
            json.WriteString(name, Instant.FromDateTime(at).ToString());
    }
}
