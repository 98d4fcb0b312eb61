using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Timeline.Service.Tests.Seeds;
using Timeline.Service.Tests.Support;

namespace Timeline.Service.Tests.Samples;

/// <summary>What <c>docs/samples/losses/SOURCE.md</c> says of the data.</summary>
public sealed class LossesDataTests
{
    [Theory]
    [InlineData("russia_losses_equipment.json")]
    [InlineData("russia_losses_personnel.json")]
    [InlineData("russia_losses_equipment_correction.json")]
    public void Each_file_is_byte_for_byte_the_git_blob_that_the_source_names(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(SampleService.Folder, file));
        // Git's name of a blob, in what repository ever.
#pragma warning disable CA5350
        var blob = Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {bytes.Length}\0"), .. bytes]));
#pragma warning restore CA5350

        File.ReadAllText(Path.Combine(SampleService.Folder, "SOURCE.md")).Split('\n').ShouldContain(line => line.Contains($"`{file}`") && line.Contains($"`{blob}`"));
    }

    [Fact]
    public void A_days_total_is_the_corrected_one_before_and_new_losses_but_for_one_day_without_a_correction()
    {
        Falls(withCorrections: false).Count.ShouldBe(13);
        Falls(withCorrections: true).ShouldBe([(new DateOnly(2026, 3, 4), "losses-field-artillery")]);
    }

    [Fact]
    public async Task Every_command_meets_the_schema_of_import_files()
    {
        var lines = (await Node.RunAsync(SampleService.Folder, ["commands.mjs"])).TrimEnd('\n').Split('\n');

        (await SchemaCheck.FaultsAsync(SeedFiles.Schema, lines)).Where(fault => fault.Length > 0).ShouldBeEmpty();
        lines.GroupBy(line => JsonElement.Parse(line).GetProperty("type").GetString()).Select(type => (type.Key, type.Count()))
            .ShouldBe([("actor", 2), ("report", 1626), ("correct", 28)], ignoreOrder: true);
    }

    /// <summary>Where a total is lower than the one before.</summary>
    private static List<(DateOnly, string)> Falls(bool withCorrections)
    {
        var corrections = Losses.Corrections.ToDictionary(correction => correction.On);
        var falls = new List<(DateOnly, string)>();
        foreach (var (before, day) in Losses.Totals.Keys.Order().Zip(Losses.Totals.Keys.Order().Skip(1)))
        {
            day.ShouldBe(before.AddDays(1));
            var changes = withCorrections && corrections.TryGetValue(day, out var correction) ? correction.Changes : new Dictionary<string, decimal>();
            falls.AddRange(Losses.Totals[before]
                .Where(total => Losses.Totals[day].TryGetValue(total.Key, out var next) && next < total.Value + changes.GetValueOrDefault(total.Key))
                .Select(total => (day, total.Key)));
        }
        return falls;
    }
}
