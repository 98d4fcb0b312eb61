using System.Text.Json;
using Timeline.Domain.Metrics;
using Timeline.Domain.Time;

namespace Timeline.Service.Features;

/// <summary>Revision metrics as JSON. What cannot be told is left out; durations are in seconds.</summary>
internal static class MetricsJson
{
    public static void Write(Utf8JsonWriter json, RevisionTable table, int skip, int take)
    {
        json.WriteStartObject("all");
        WriteMetrics(json, table.All());
        json.WriteEndObject();
        json.WriteNumber("count", table.Count);
        json.WriteStartArray("groups");
        foreach (var group in table.Groups(skip, take))
            Write(json, group);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, MetricGroup group)
    {
        json.WriteStartObject();
        json.WriteString("key", group.Key);
        if (group.Name is { } name)
            json.WriteString("name", name);
        if (group.Period is { } period)
        {
            json.WriteString("from", period.From.ToString());
            if (period.To.IsInCalendar)
                json.WriteString("to", period.To.ToString());
        }
        WriteMetrics(json, group.Metrics);
        json.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter json, RevisionMetrics metrics)
    {
        json.WriteNumber("developments", metrics.Developments);
        json.WriteStartObject("reportLag");
        WriteSpread(json, metrics.ReportLag.Spread);
        json.WriteNumber("open", metrics.ReportLag.Open);
        json.WriteNumber("imprecise", metrics.ReportLag.Imprecise);
        json.WriteNumber("ahead", metrics.ReportLag.Ahead);
        json.WriteEndObject();
        Write(json, "recordingLag", metrics.RecordingLag);
        Write(json, "corrected", metrics.Corrected);
        Write(json, "corroborated", metrics.Corroborated);
        Write(json, "disputed", metrics.Disputed);
        Write(json, "retracted", metrics.Retracted);
        Write(json, "standsRetracted", metrics.StandsRetracted);
        Write(json, "firstCorrection", metrics.FirstCorrection);
        json.WriteStartArray("survival");
        foreach (var point in metrics.Survival)
            Write(json, point);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, Spread spread)
    {
        json.WriteStartObject(name);
        WriteSpread(json, spread);
        json.WriteEndObject();
    }

    private static void WriteSpread(Utf8JsonWriter json, Spread spread)
    {
        json.WriteNumber("measured", spread.Measured);
        WriteSeconds(json, "p10Seconds", spread.P10);
        WriteSeconds(json, "p50Seconds", spread.P50);
        WriteSeconds(json, "p90Seconds", spread.P90);
    }

    private static void Write(Utf8JsonWriter json, string name, Share share)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", share.Count);
        if (share.Rate is { } rate)
            json.WriteNumber("rate", rate);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SurvivalPoint point)
    {
        json.WriteStartObject();
        json.WriteNumber("days", point.Horizon / Instant.MicrosecondsPerDay);
        json.WriteNumber("atRisk", point.AtRisk);
        json.WriteNumber("events", point.Events);
        if (point.Survival is { } survival)
            json.WriteNumber("estimate", survival);
        json.WriteEndObject();
    }

    /// <summary>The division leaves no trailing zeros: a number is written in one way only.</summary>
    private static void WriteSeconds(Utf8JsonWriter json, string name, long? microseconds)
    {
        if (microseconds is { } duration)
            json.WriteNumber(name, duration / (decimal)Instant.MicrosecondsPerSecond);
    }
}
