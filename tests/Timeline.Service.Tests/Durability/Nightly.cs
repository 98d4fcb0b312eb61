namespace Timeline.Service.Tests.Durability;

/// <summary>With <c>TIMELINE_NIGHTLY=1</c> the tests of this folder run as long as their promises say; without, just long enough to fail when one breaks.</summary>
internal static class Nightly
{
    private static readonly bool IsNight = Environment.GetEnvironmentVariable("TIMELINE_NIGHTLY") == "1";

    public static T Or<T>(T nightly, T byDay) => IsNight ? nightly : byDay;
}

/// <summary>Each of them loads the machine by itself.</summary>
[CollectionDefinition(Name)]
public sealed class DurabilityRuns
{
    public const string Name = "Durability";
}
