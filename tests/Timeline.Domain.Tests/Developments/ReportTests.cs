using Timeline.Domain.Developments;
using static Timeline.Domain.Tests.Developments.Examples;

namespace Timeline.Domain.Tests.Developments;

public sealed class ReportTests
{
    [Fact]
    public void A_report_becomes_an_event_of_the_same_content() => Given.Nothing.When(Report).Then(Reported);

    [Fact]
    public void What_is_optional_may_be_left_out() =>
        Given.Nothing.When(new ReportDevelopment(Id, "dprk", DevelopmentKind.Other, "2024", "H", null, new Source("P"), new ReportTime(null, Reported.ReportedAt)))
            .Then(new DevelopmentReported(Id, "dprk", DevelopmentKind.Other, "2024", "H", null, new Source("P"), Reported.ReportedAt, null));

    [Fact]
    public void Text_is_kept_verbatim()
    {
        const string Text = "  “Küsten”  \u00a0 e\u0301 北 \U0001F680\n ";
        var said = Given.Nothing.When(Report with
        {
            Headline = Text,
            Summary = Text,
            Attribution = Text,
            Source = new Source(Text, Text, Text, Text),
            Places = [new Place(Text)],
            Figures = [new Figure(Text, 1.50m, null, null, Text, Text)],
            Tags = [Text, Text],
        }).Then<DevelopmentReported>();
        said.Headline.ShouldBe(Text);
        said.Summary.ShouldBe(Text);
        said.Attribution.ShouldBe(Text);
        said.Source.ShouldBe(new Source(Text, Text, Text, Text));
        said.Places.ShouldBe([new Place(Text)]);
        said.Figures!.Single().Value.ToString().ShouldBe("1.50");
        said.Tags.ShouldBe([Text, Text]);
    }

    [Fact]
    public void An_alias_is_accepted_wherever_an_actor_is_named_and_the_event_has_the_id() =>
        Given.Nothing.When(Report with { Actor = "North Korea", Participants = [new Participant("NORTH KOREA", "sender"), Russia] })
            .Then(Reported with { Participants = [new Participant("dprk", "sender"), Russia] });

    [Theory]
    [InlineData("a")]
    [InlineData("0-a-")]
    public void An_id_is_a_slug(string id) => Given.Nothing.When(Report with { Development = id }).Then(Reported with { Development = id });

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("A")]
    [InlineData("a_b")]
    [InlineData("a\n")]
    [InlineData("é")]
    public void What_is_no_slug_is_no_id(string id) => Given.Nothing.When(Report with { Development = id }).ThenRefused("id");

    [Fact]
    public void An_id_has_at_most_127_characters()
    {
        Given.Nothing.When(Report with { Development = new string('a', 127) }).Then(Reported with { Development = new string('a', 127) });
        Given.Nothing.When(Report with { Development = new string('a', 128) }).ThenRefused("id");
    }

    [Fact]
    public void An_id_is_given_once() => Given.Events(Reported).When(Report).ThenRefused(RefusalCode.Taken);

    [Fact]
    public void The_id_of_a_removed_development_stays_taken() => Given.Events(Reported, Annulled(10)).When(Report).ThenRefused(RefusalCode.Taken);

    [Fact]
    public void Every_field_that_breaks_a_rule_is_named() =>
        Given.Nothing.When(Report with
        {
            Actor = "nobody",
            Participants = [Russia, new Participant("noone", "host")],
            Occurred = "soon",
            Places = [new Place("Kursk", 91m, 36m), new Place("Kursk", 51m, -180.5m), new Place("Kursk", 51m)],
            Figures = [new Figure("troops", 1m, 2m, null, "people"), new Figure("troops", null, 3m, 2m, "people"), new Figure("troops", null, null, null, "people")],
            Source = Reuters with { PublishedAt = "yesterday" },
        }).ThenRefused(
            "actor", "participants[1].actor", "occurred", "places[0].latitude", "places[1].longitude", "places[2]", "figures[0]", "figures[1].max", "figures[2]", "source.publishedAt");

    [Theory]
    [InlineData(-90, -180)]
    [InlineData(90, 180)]
    public void Places_reach_to_the_poles_and_the_date_line(int latitude, int longitude) =>
        Given.Nothing.When(Report with { Places = [new Place("Edge", latitude, longitude)] }).Then(Reported with { Places = [new Place("Edge", latitude, longitude)] });

    [Theory]
    [InlineData(5, null)]
    [InlineData(null, 5)]
    [InlineData(5, 5)]
    public void A_figure_may_be_a_range_that_is_open_or_empty(int? min, int? max) =>
        Given.Nothing.When(Report with { Figures = [new Figure("troops", null, min, max, "people")] })
            .Then(Reported with { Figures = [new Figure("troops", null, min, max, "people")] });

    [Theory]
    [InlineData("Y17000")]
    [InlineData("-0044-03-15")]
    [InlineData("0000")]
    public void Dates_lie_in_the_years_1_to_9999(string occurred) => Given.Nothing.When(Report with { Occurred = occurred }).ThenRefused("occurred");

    [Fact]
    public void Follow_ups_need_a_development()
    {
        foreach (var followUp in FollowUps)
        {
            Given.Nothing.When(followUp).ThenRefused(RefusalCode.NotFound);
            Given.Events(Reported, Annulled(10)).When(followUp).ThenRefused(RefusalCode.NotFound);
        }
        Given.Nothing.When(Annul(10)).ThenRefused(RefusalCode.NotFound);
        Given.Events(Reported, Annulled(10)).When(Annul(10)).ThenRefused(RefusalCode.NotFound);
    }

    [Fact]
    public void A_development_takes_1000_follow_ups_annulments_included()
    {
        var disputes = Enumerable.Repeat(Disputed, 998);
        Given.Events([Reported, .. disputes, Annulled(20)]).When(Dispute).Then(Disputed);
        foreach (var followUp in FollowUps.Append<DevelopmentCommand>(Annul(30)))
            Given.Events([Reported, .. disputes, Annulled(20), Disputed]).When(followUp).ThenRefused();
    }
}
