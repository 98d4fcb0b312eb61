using System.Text.RegularExpressions;

namespace Timeline.Domain;

/// <summary>How much of each a command may carry. Lengths count Unicode scalar values.</summary>
public static partial class Limits
{
    public const int Name = 200;
    public const int Headline = 200;
    public const int Summary = 5_000;
    public const int Reason = 2_000;
    public const int Attribution = 200;
    public const int Title = 500;
    public const int Url = 2_048;
    public const int Role = 100;
    public const int Measure = 100;
    public const int Unit = 50;
    public const int Qualifier = 100;
    public const int Tag = 100;
    public const int Occurred = 300;

    /// <summary>Participants, places, figures, tags or aliases of one command.</summary>
    public const int Items = 100;

    /// <summary>Follow-ups of one development, annulments included.</summary>
    public const int FollowUps = 1_000;

    /// <summary>What <see cref="IsSlug"/> takes, in words.</summary>
    public const string SlugRule = "a slug: 1 to 127 of a–z, 0–9 and '-', not beginning with '-'";

    /// <summary>Ids of actors and developments.</summary>
    public static bool IsSlug(string text) => Slug().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,126}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
