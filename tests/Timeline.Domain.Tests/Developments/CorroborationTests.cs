using Timeline.Domain.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Developments;

public sealed class CorroborationTests
{
    [Fact]
    public void After_the_report_it_needs_no_description() => Given.Events(Reported).When(Corroborate).Then(Corroborated);

    [Fact]
    public void At_the_report_s_own_time_it_needs_no_description() =>
        Given.Events(Reported).When(Corroborate.Reporting(at: "2024-10-23T10:00:00Z")).Then(Corroborated.At("2024-10-23T10:00:00Z"));

    [Fact]
    public void Before_the_report_it_moves_known_from_and_so_is_taken()
    {
        var command = new CorroborateDevelopment(Id, Early.Attribution, Yonhap, new ReportTime(null, Early.ReportedAt), Early.Figures, Early.Headline, Early.Occurred, Early.Summary, Early.Places);
        Given.Events(Reported).When(command).Then(Early);
        Given.Events(Reported, Early).When(command.Reporting(at: "2024-10-21T10:00:00Z")).Then(Early.At("2024-10-21T10:00:00Z"));
    }

    [Theory]
    [InlineData("2024-10-23T09:59:59.999999Z")]
    [InlineData("2020-01-01T00:00:00Z")]
    public void Before_the_report_it_needs_headline_and_occurred(string at)
    {
        var command = Corroborate.Reporting(at: at);
        Given.Events(Reported).When(command).ThenRefused("headline", "occurred");
        Given.Events(Reported).When(command with { Headline = "H" }).ThenRefused("occurred");
        Given.Events(Reported).When(command with { Occurred = "2024" }).ThenRefused("headline");
        Given.Events(Reported, Early).When(command).ThenRefused("headline", "occurred");
    }

    [Fact]
    public void On_the_bare_day_of_the_report_it_is_at_the_report_s_time_and_needs_no_description() =>
        Given.Events(Reported).When(Corroborate.Reporting(on: "2024-10-23")).Then(Corroborated with { ReportedAt = Reported.ReportedAt, ReportedOn = Times.Day("2024-10-23") });

    [Fact]
    public void Its_values_obey_the_rules_of_a_report_s() =>
        Given.Events(Reported).When(Corroborate with
        {
            Occurred = "soon",
            Places = [new Place("Kursk", 91m, 0m)],
            Figures = [new Figure("troops", 1m, 1m, null, "people")],
            Source = Yonhap with { PublishedAt = "soon" },
        }).ThenRefused("occurred", "places[0].latitude", "figures[0]", "source.publishedAt");

    [Fact]
    public void What_is_retracted_may_be_corroborated() =>
        Given.Events(Reported, Retracted).When(Corroborate.Reporting(at: "2024-10-25T10:00:00Z")).Then(Corroborated.At("2024-10-25T10:00:00Z"));
}
