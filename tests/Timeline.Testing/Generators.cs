using FsCheck;
using FsCheck.Fluent;
using Timeline.Domain;
using Timeline.Domain.Actors;
using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Time;

namespace Timeline.Testing;

/// <summary>Random commands. Few values of everything, so that times tie, follow-ups meet, and corrections change nothing now and then.</summary>
public static class Generators
{
    private static readonly RegisterActor[] Registered =
    [
        new("dprk", "Democratic People's Republic of Korea", ActorKind.State, ["North Korea", "조선"]),
        new("russia", "Russian Federation", ActorKind.State, ["Россия"]),
        new("nis", "National Intelligence Service", ActorKind.Organization, []),
    ];

    private static readonly string[] Ids = ["deployment", "statement", "treaty"];

    private static Gen<string> Id { get; } = Gen.Elements(Ids);

    private static Gen<string> Actor { get; } = Gen.Frequency((60, Gen.Elements("dprk", "russia", "nis", "North Korea", "dprk")), (1, Gen.Constant("nobody")));

    private static Gen<string> Publisher { get; } = Gen.Elements("Reuters", " REUTERS ", "Yonhap", "TASS");

    private static Gen<string> Occurred { get; } = Gen.Frequency(
        (60, Gen.Elements("2024-10-23", "2024-10~", "2024-06-18/2024-06-19", "2023-06?/..", "2024-21", "[2024-10-23..2024-10-26]")),
        (1, Gen.Constant("soon")));

    private static Gen<DateOnly> Day { get; } = Gen.Choose(20, 25).Select(day => new DateOnly(2024, 10, day));

    private static Gen<string> Moment { get; } = Gen.Elements(
        "2024-10-20T23:59:59.999999Z", "2024-10-21T00:00:00Z", "2024-10-22T10:00:00Z", "2024-10-22T23:59:59.999999Z", "2024-10-23T00:00:00Z", "2024-10-24T09:30:00.5Z");

    private static Gen<string?> Published { get; } = Gen.Frequency<string?>(
        (3, Gen.Constant<string?>(null)), (2, Day.Select(day => (string?)$"{day:yyyy-MM-dd}")), (2, Moment.Select(moment => (string?)moment)));

    private static Gen<ReportTime> Reported { get; } = Gen.Frequency(
        (5, Day.Select(day => new ReportTime(day, null))),
        (5, Moment.Select(moment => new ReportTime(null, At(moment)))),
        (1, Moment.Select(At).Select(moment => new ReportTime(moment.Day, moment))),
        (1, from day in Day from moment in Moment select new ReportTime(day, At(moment))),
        (2, Gen.Constant(default(ReportTime))));

    /// <summary>Reports leave room for corroborations before them.</summary>
    private static Gen<ReportTime> ReportedFirst { get; } = Gen.Frequency(
        (3, Gen.Elements(new ReportTime(new DateOnly(2024, 10, 21), null), new ReportTime(new DateOnly(2024, 10, 23), null), new ReportTime(null, At("2024-10-23T10:00:00Z")))),
        (1, Reported));

    private static Gen<Source> Source { get; } =
        from publisher in Publisher
        from title in Maybe(Gen.Elements("Troops in Kursk", "“Quoted” & <marked>"))
        from url in Maybe(Gen.Elements("https://example.org/a", "https://example.org/b"))
        from published in Published
        select new Source(publisher, title, url, null, published);

    private static Gen<Figure> Figure { get; } =
        from measure in Gen.Elements("troops", "killed")
        from number in Gen.Elements(1_500m, 3_000m, 10_000m, 0.50m)
        from spread in Gen.Elements(0m, 0m, 500m)
        from unit in Gen.Elements("people", "brigades")
        from qualifier in Maybe(Gen.Elements("at least", "about"))
        select spread == 0 ? new Figure(measure, number, null, null, unit, qualifier) : new Figure(measure, null, number, number + spread, unit, qualifier);

    private static Gen<Place> Place { get; } = Gen.Elements(new Place("Kursk", 51.73m, 36.19m), new Place("Vladivostok"), new Place("Rasŏn", 42.25m, 130.3m));

    private static Gen<Participant> Participant { get; } = from actor in Actor from role in Gen.Elements("host", "recipient") select new Participant(actor, role);

    private static Gen<DevelopmentKind> Kind { get; } = Gen.Elements(DevelopmentKind.Deployment, DevelopmentKind.Treaty, DevelopmentKind.Other);

    private static Gen<string> Headline { get; } = Gen.Elements("Troops seen in Kursk", "北韓軍 in Kursk", "  Blanks stay  ");

    private static Gen<string> Attribution { get; } = Gen.Elements("NIS", "Pentagon");

    private static Gen<ReportDevelopment> Report { get; } =
        from id in Id
        from actor in Actor
        from kind in Kind
        from occurred in Occurred
        from headline in Headline
        from attribution in Maybe(Attribution)
        from source in Source
        from reported in ReportedFirst
        from summary in Maybe(Gen.Elements("A summary.", "Another\nsummary."))
        from participants in Maybe(Some(Participant))
        from places in Maybe(Some(Place))
        from figures in Maybe(Some(Figure))
        from tags in Maybe(Some(Gen.Elements("kursk", "arms")))
        select new ReportDevelopment(id, actor, kind, occurred, headline, attribution, source, reported, summary, participants, places, figures, tags);

    private static Gen<CorroborateDevelopment> Corroborate { get; } =
        from id in Id
        from attribution in Maybe(Attribution)
        from source in Source
        from reported in Reported
        from figures in Maybe(Some(Figure))
        from describes in Gen.Choose(0, 3)
        from headline in Headline
        from occurred in Occurred
        from summary in Maybe(Gen.Constant("As the other source has it."))
        from places in Maybe(Some(Place))
        select describes == 0
            ? new CorroborateDevelopment(id, attribution, source, reported, figures)
            : new CorroborateDevelopment(id, attribution, source, reported, figures, headline, occurred, summary, places);

    private static Gen<SourcePatch> SourceChange { get; } =
        from publisher in Changed(Publisher, clears: false)
        from title in Changed(Gen.Constant("Corrected title"))
        from url in Changed(Gen.Constant("https://example.org/c"))
        from archived in Changed(Gen.Constant("https://archive.example.org/c"))
        from published in Changed(Day.Select(day => $"{day:yyyy-MM-dd}"))
        select new SourcePatch { Publisher = publisher, Title = title, Url = url, ArchivedUrl = archived, PublishedAt = published };

    private static Gen<DevelopmentChanges> Changes { get; } =
        from occurred in Changed(Occurred, clears: false)
        from kind in Changed(Kind.Select(kind => (DevelopmentKind?)kind), clears: false)
        from headline in Changed(Headline, clears: false)
        from summary in Changed(Gen.Constant("A corrected summary."))
        from participants in Changed(Some(Participant))
        from places in Changed(Some(Place))
        from figures in Changed(Some(Figure))
        from tags in Changed(Some(Gen.Elements("kursk", "arms")))
        from attribution in Changed(Attribution)
        from source in Changed(SourceChange, clears: false)
        select new DevelopmentChanges
        {
            Occurred = occurred,
            Kind = kind,
            Headline = headline,
            Summary = summary,
            Participants = participants,
            Places = places,
            Figures = figures,
            Tags = tags,
            Attribution = attribution,
            Source = source,
        };

    private static Gen<CorrectDevelopment> Correct { get; } =
        from id in Id
        from changes in Changes
        from source in Source
        from reported in Reported
        select new CorrectDevelopment(id, changes, "misread", source, reported);

    private static Gen<DisputeDevelopment> Dispute { get; } =
        from id in Id
        from denier in Gen.Elements("Kremlin", "KCNA")
        from source in Source
        from reported in Reported
        select new DisputeDevelopment(id, denier, "a fabrication", source, reported);

    private static Gen<RetractDevelopment> Retract { get; } =
        from id in Id
        from original in Maybe(Id)
        from source in Source
        from reported in Reported
        select new RetractDevelopment(id, "withdrawn", source, reported, original);

    private static Gen<ReinstateDevelopment> Reinstate { get; } =
        from id in Id
        from source in Source
        from reported in Reported
        select new ReinstateDevelopment(id, "confirmed after all", source, reported);

    private static Gen<ActorCommand> AboutActor { get; } = Gen.OneOf(
        Gen.Elements<ActorCommand>(Registered),
        from actor in Actor
        from aliases in Changed(Gen.Elements<IReadOnlyList<string>>(["North Korea"], ["Korea", "조선"]))
        from name in Changed(Gen.Elements("A new name", "Russian Federation"))
        select (ActorCommand)new DescribeActor(actor, name, default, aliases),
        from actor in Gen.Elements("dprk", "belarus")
        from name in Gen.Elements("Republic of Belarus", "North Korea")
        select (ActorCommand)new UpsertActor(actor, name, ActorKind.State, ["Korea"]));

    /// <summary>Mostly well after every report; now and then while they still come in, or stepping back.</summary>
    private static Gen<Instant> Now { get; } = Gen.Frequency(
        (8, Gen.Choose(0, 1_000).Select(second => At("2024-11-01T00:00:00Z").Plus(TimeSpan.FromSeconds(second)))),
        (1, Gen.Elements("2024-10-22T10:00:00Z", "2024-10-23T11:00:00Z", "2024-10-24T09:27:00Z").Select(At)));

    /// <summary>Three actors, then commands about them and about three developments.</summary>
    public static Gen<History> Histories(int commands) =>
        from steps in Gen.CollectToList(Enumerable.Range(0, commands).Select(number => StepOf(number)))
        select new History([.. steps.Select(step => step with { Command = Aim(step.Command, steps) })]);

    /// <summary>Most annulments name the development of what they annul; of reports, which removes them, only those that do by chance.</summary>
    private static Command Aim(Command command, List<Step> steps) =>
        command is AnnulEvent { Position: var target } annul && target % 8 != 0 && steps[(int)target].Command is FollowUp { Development: var development }
            ? annul with { Development = development }
            : command;

    private static Gen<Step> StepOf(int number) =>
        from command in number < Registered.Length ? Gen.Constant<Command>(Registered[number])
            : number < Registered.Length + Ids.Length ? Up(Report.Select(report => report with { Development = Ids[number - Registered.Length] }))
            : CommandOf(number)
        from now in Now
        select new Step(number, command, now);

    private static Gen<Command> CommandOf(int number) => Gen.Frequency(
        (2, Up(Report)),
        (7, Up(Corroborate)),
        (9, Up(Correct)),
        (4, Up(Dispute)),
        (3, Up(Retract)),
        (5, Up(Reinstate)),
        (5, Up(from id in Id from target in Gen.Choose(Registered.Length, number) select new AnnulEvent(id, target, "entered by mistake"))),
        (1, Up(AboutActor)));

    private static Gen<Command> Up<T>(Gen<T> command)
        where T : Command => command.Select(Command (specific) => specific);

    private static Gen<T?> Maybe<T>(Gen<T> value)
        where T : class => Gen.Frequency<T?>((1, Gen.Constant<T?>(null)), (1, value.Select(some => (T?)some)));

    private static Gen<IReadOnlyList<T>> Some<T>(Gen<T> item) =>
        from count in Gen.Choose(0, 2)
        from items in Gen.ArrayOf(item, count)
        select (IReadOnlyList<T>)items;

    private static Gen<Patch<T>> Changed<T>(Gen<T> value, bool clears = true) => Gen.Frequency(
        (clears ? 12 : 14, Gen.Constant(default(Patch<T>))),
        (clears ? 2 : 0, Gen.Constant(Patch<T>.Set(default))),
        (5, value.Select(some => Patch<T>.Set(some))));

    private static Instant At(string text) =>
        Rfc3339.TryParseInstant(text, out var instant) == TimeParse.Ok ? instant : throw new ArgumentException("not an instant", nameof(text));
}
