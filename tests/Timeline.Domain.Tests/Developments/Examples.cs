using Timeline.Domain.Developments;
using Timeline.Domain.Json;
using Timeline.Domain.Time;

namespace Timeline.Domain.Tests.Developments;

/// <summary>
/// A development as events and as commands, to be varied with <c>with</c>. Reported on 23 October at 10:00Z; follow-ups are a day later.
/// </summary>
internal static class Examples
{
    public const string Id = "troops-in-kursk";

    public static readonly Source Reuters = new("Reuters", "North Korean troops in Kursk", "https://example.org/reuters");
    public static readonly Source Yonhap = new("Yonhap", Url: "https://example.org/yonhap");
    public static readonly Figure Troops = new("troops", 3_000m, null, null, "people");
    public static readonly Figure MoreTroops = new("troops", null, 10_000m, 12_000m, "people", "about");
    public static readonly Place Kursk = new("Kursk", 51.73m, 36.19m);
    public static readonly Participant Russia = new("russia", "host");

    private static readonly Instant ReportTime = Times.At("2024-10-23T10:00:00Z");
    private static readonly Instant NextDay = Times.At("2024-10-24T10:00:00Z");

    public static readonly DevelopmentReported Reported = new(
        Id, "dprk", DevelopmentKind.Deployment, "2024-10~", "Troops arrive in Kursk", "NIS", Reuters, ReportTime, null, "A summary.", [Russia], [Kursk], [Troops], ["kursk"]);

    public static readonly DevelopmentCorrected Corrected = new(Id, new DevelopmentChanges(), "misread", Yonhap, NextDay, null);

    public static readonly DevelopmentCorroborated Corroborated = new(Id, "Pentagon", Yonhap, NextDay, null, [MoreTroops]);

    /// <summary>A corroboration a day before the report.</summary>
    public static readonly DevelopmentCorroborated Early = new(
        Id, "Budanov", Yonhap, Times.At("2024-10-22T10:00:00Z"), null, [MoreTroops], "First troops expected", "2024-10-23", "As Budanov has it.", [new Place("Kursk oblast")]);

    public static readonly DevelopmentDisputed Disputed = new(Id, "Kremlin", "a hoax", Yonhap, NextDay, null);

    public static readonly DevelopmentRetracted Retracted = new(Id, "withdrawn", Yonhap, NextDay, null);

    public static readonly DevelopmentReinstated Reinstated = new(Id, "confirmed after all", Yonhap, NextDay, null);

    public static readonly ReportDevelopment Report = new(
        Id, "dprk", DevelopmentKind.Deployment, "2024-10~", "Troops arrive in Kursk", "NIS", Reuters, new ReportTime(null, ReportTime), "A summary.", [Russia], [Kursk], [Troops], ["kursk"]);

    public static readonly CorrectDevelopment Correct = new(Id, new DevelopmentChanges(), "misread", Yonhap, new ReportTime(null, NextDay));

    public static readonly CorroborateDevelopment Corroborate = new(Id, "Pentagon", Yonhap, new ReportTime(null, NextDay), [MoreTroops]);

    public static readonly DisputeDevelopment Dispute = new(Id, "Kremlin", "a hoax", Yonhap, new ReportTime(null, NextDay));

    public static readonly RetractDevelopment Retract = new(Id, "withdrawn", Yonhap, new ReportTime(null, NextDay));

    public static readonly ReinstateDevelopment Reinstate = new(Id, "confirmed after all", Yonhap, new ReportTime(null, NextDay));

    /// <summary>Every follow-up that has a time.</summary>
    public static IEnumerable<DatedFollowUp> FollowUps => [Correct.To(changes => changes with { Headline = Set("Anew") }), Corroborate, Dispute, Retract, Reinstate];

    public static DevelopmentEventAnnulled Annulled(long position) => new(Id, position, "entered by mistake");

    public static AnnulEvent Annul(long position) => new(Id, position, "entered by mistake");

    public static Patch<T> Set<T>(T? value) => Patch<T>.Set(value);

    public static CorrectDevelopment To(this CorrectDevelopment command, Func<DevelopmentChanges, DevelopmentChanges> changes) =>
        command with { Changes = changes(command.Changes) };

    public static DevelopmentCorrected To(this DevelopmentCorrected @event, Func<DevelopmentChanges, DevelopmentChanges> changes) =>
        @event with { Changes = changes(@event.Changes) };

    /// <summary>The same, public at another instant.</summary>
    public static T At<T>(this T @event, string instant)
        where T : DatedEvent => (T)(@event with { ReportedAt = Times.At(instant), ReportedOn = null });

    public static T Reporting<T>(this T command, string? on = null, string? at = null)
        where T : DatedFollowUp => (T)(command with { Reported = Reporting(on, at) });

    public static ReportDevelopment Reporting(this ReportDevelopment command, string? on = null, string? at = null) => command with { Reported = Reporting(on, at) };

    private static ReportTime Reporting(string? on, string? at) => new(on is null ? null : Times.Day(on), at is null ? null : Times.At(at));
}
