using System.Text.Json.Nodes;

namespace Timeline.Service.Tests.Oracles;

/// <summary>A filter as a query, and as a rule over an entry and the actors of then.</summary>
/// <param name="Query">Parameters to append, each after an ampersand.</param>
/// <param name="Passes">Whether an entry passes, retracted or not.</param>
/// <param name="MeansNobody">The actor that is asked for is nobody then: 404.</param>
internal sealed record RandomFilter(string Query, Func<JsonObject, IReadOnlyList<OracleActor>, bool> Passes, Func<IReadOnlyList<OracleActor>, bool> MeansNobody)
{
    private static readonly RandomFilter None = new("", (_, _) => true, _ => false);

    /// <summary>One filter and any number of others, mostly none or one.</summary>
    public static RandomFilter Any(Random random, RandomFilter? first = null)
    {
        var filter = first ?? None;
        while (random.Next(2) == 0)
            filter = filter.And(One(random));
        return filter;
    }

    /// <summary>The ids of subject and participants.</summary>
    public static IEnumerable<string> ActorsOf(JsonObject entry) => Texts(entry, "participants", "actor").Append((string)entry["actor"]!).Distinct();

    public static IEnumerable<string> Texts(JsonObject entry, string list, string member) => (entry[list] as JsonArray ?? []).Select(item => (string)item![member]!);

    private RandomFilter And(RandomFilter other) =>
        // Repeats of one filter would be alternatives.
        Query.Contains(other.Query.Split('=')[0] + "=", StringComparison.Ordinal)
            ? this
            : new(Query + other.Query, (entry, actors) => Passes(entry, actors) && other.Passes(entry, actors), actors => MeansNobody(actors) || other.MeansNobody(actors));

    private static RandomFilter One(Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return Of("kind", Pick("deployment", "treaty", "other"), (entry, value) => (string)entry["kind"]! == value);
            case 1:
                return Of("tag", Pick("kursk", "arms"), (entry, value) => (entry["tags"] as JsonArray ?? []).Any(tag => (string)tag! == value));
            case 2:
                return Of("status", Pick("reported", "corroborated", "disputed", "retracted"), (entry, value) => (string)entry["status"]! == value);
            case 3:
                return Of("publisher", Pick("reuters", " Yonhap", "TASS "), (entry, value) => Texts(entry, "sources", "publisher").Any(publisher => Folded(publisher) == Folded(value)));
            case 4:
                return SearchOracle.RandomSearch(random);
            default:
                var name = Pick("dprk", "russia", "NIS", "north korea", "Korea", "조선", "belarus");
                return new RandomFilter(
                    $"&actor={Uri.EscapeDataString(name)}",
                    (entry, actors) => ActorsOf(entry).Any(id => actors.Any(actor => actor.Id == id && IsCalled(actor, name))),
                    actors => !actors.Any(actor => IsCalled(actor, name)));
        }

        string Pick(params string[] values) => values[random.Next(values.Length)];
    }

    private static RandomFilter Of(string parameter, string value, Func<JsonObject, string, bool> passes) =>
        new($"&{parameter}={Uri.EscapeDataString(value)}", (entry, _) => passes(entry, value), _ => false);

    private static bool IsCalled(OracleActor actor, string name) => actor.Aliases.Append(actor.Id).Any(key => Folded(key) == Folded(name));

    private static string Folded(string text) => text.Trim().ToLowerInvariant();
}
