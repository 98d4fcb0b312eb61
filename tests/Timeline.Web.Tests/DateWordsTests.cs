using Timeline.Web.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Timeline.Web.Tests;

/// <summary>Uncertain dates in words.</summary>
[Collection(OnTheSite.Name)]
public sealed class DateWordsTests(Site site)
{
    private static readonly (string Edtf, string Words, string Certainty)[] Dates =
    [
        ("2024-10-23", "23 October 2024", "known to the day"),
        ("2024-10-23T14:05:00Z", "23 October 2024, 14:05 UTC", "known to the second"),
        ("2024-10", "October 2024", "known to the month"),
        ("2024", "2024", "known to the year"),
        ("2024-22", "summer 2024", "known to the season"),
        ("2024-10~", "about October 2024", "approximate"),
        ("2024?", "2024 (?)", "uncertain"),
        ("2024-06-18/2024-06-19", "18 June 2024 – 19 June 2024", "somewhere in between"),
        ("../2024-11-04", "by 4 November 2024", "had happened by then"),
        ("2023-06~/..", "since about June 2023", "no end"),
        ("2023-06/", "from June 2023, end unknown", "end is not known"),
        ("../..", "at some time", "Nothing is known of when"),
        ("[2024-10-23..2024-10-26]", "between 23 October 2024 and 26 October 2024", "one of these dates"),
        ("{2024-10-23,2024-10-26}", "23 October 2024 and 26 October 2024", "each of these dates"),
        ("2024-XX-12", "2024-XX-12 (between 12 January 2024 and 12 December 2024)", "digits of the date are not known"),
        ("202X", "the 2020s", "digits of the date are not known"),
    ];

    [Fact]
    public async Task Every_kind_of_date_is_put_into_words()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.RegisterAsync();
        for (var i = 0; i < Dates.Length; i++)
            await desk.ReportAsync($"date-{i}", occurred: Dates[i].Edtf, reportedAt: "2025-01-01");
        await using var reader = await desk.ReadAsync(site, "/");

        for (var i = 0; i < Dates.Length; i++)
        {
            await reader.Page.Locator($"[data-id='date-{i}'] .cover").ClickAsync();
            var occurred = reader.Drawer.Locator(".clocks dd").First;
            await Expect(occurred.Locator("b")).ToHaveTextAsync(Dates[i].Words);
            await Expect(occurred).ToContainTextAsync(Dates[i].Certainty);
            await Expect(occurred).ToContainTextAsync(Dates[i].Edtf);
        }
        reader.ShouldBeAtPeace();
    }
}
