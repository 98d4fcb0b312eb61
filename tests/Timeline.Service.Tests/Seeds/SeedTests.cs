using System.Text;
using Timeline.Domain;
using Timeline.Service.Features;
using Timeline.Service.Http;

namespace Timeline.Service.Tests.Seeds;

public sealed class SeedTests
{
    [Fact]
    public async Task Every_line_meets_the_schema()
    {
        var faults = await SchemaCheck.FaultsAsync(SeedFiles.Schema, [.. SeedFiles.Lines.Select(line => line.Text)]);

        faults.Count.ShouldBe(SeedFiles.Lines.Count);
        SeedFiles.Lines.Zip(faults).Where(pair => pair.Second.Length > 0).Select(pair => $"{pair.First.Where}: {pair.Second}").ShouldBeEmpty();
    }

    [Fact]
    public void The_service_reads_every_line() =>
        SeedFiles.Lines.Select(line => (line.Where, Errors(line))).Where(pair => pair.Item2.Length > 0).ShouldBeEmpty();

    [Fact]
    public void No_id_is_given_twice()
    {
        foreach (var type in new[] { "actor", "report" })
            SeedFiles.Lines.Where(line => line.Type == type).GroupBy(line => line.Field("id")).Where(group => group.Count() > 1)
                .Select(group => string.Join(" and ", group.Select(line => line.Where))).ShouldBeEmpty();
    }

    [Fact]
    public void There_are_at_least_ninety_developments_and_follow_ups() =>
        SeedFiles.Lines.Count(line => line.Type != "actor").ShouldBeGreaterThanOrEqualTo(90);

    private static string Errors(SeedLine line)
    {
        var parsed = StrictJson.Parse(Encoding.UTF8.GetBytes(line.Text));
        if (parsed.IsRefused)
            return parsed.Refusal.Detail;
        var body = new ObjectReader(parsed.Value.Root);
        Read(body.RequiredText("type", 1, 20), body);
        return body.Finish() is { } refusal ? Describe(refusal) : "";
    }

    private static void Read(string type, ObjectReader body)
    {
        body.OptionalText("key", 1, 255);
        _ = type switch
        {
            "actor" => (object)CommandReader.ReadActorLine(body),
            "report" => CommandReader.ReadReport(body, headline => throw new InvalidOperationException($"no id for '{headline}'")),
            "correct" => CommandReader.ReadCorrection(Development(body), body),
            "corroborate" => CommandReader.ReadCorroboration(Development(body), body),
            "dispute" => CommandReader.ReadDispute(Development(body), body),
            "retract" => CommandReader.ReadRetraction(Development(body), body),
            "reinstate" => CommandReader.ReadReinstatement(Development(body), body),
            _ => throw new InvalidOperationException($"'{type}' has no place in the seeds."),
        };
    }

    private static string Development(ObjectReader body) => body.RequiredText("development", 1, 127);

    private static string Describe(Refusal refusal) =>
        string.Join("; ", refusal.Errors!.Select(error => $"{error.Key} {string.Join(", ", error.Value)}"));
}
