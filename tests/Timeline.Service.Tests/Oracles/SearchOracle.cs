using System.Text;
using System.Text.Json.Nodes;
using Timeline.Testing;

namespace Timeline.Service.Tests.Oracles;

/// <summary>Searches, held against the words of each entry, one after the other, and the names of its actors, as they were then.</summary>
internal static class SearchOracle
{
    private const int Questions = 50;

    private static readonly string[] Words =
    [
        "troops", "Kursk", "KURSK", "seen", "blanks", "stay", "軍", "北韓", "summary", "another", "as", "NIS", "pentagon", "reuters", "yonhap", "Vladivostok", "rasŏn", "rason", "korea",
        "federation", "people's", "service", "new", "name", "belarus", "it", "a", "ｋｕｒｓｋ",
    ];

    private static readonly string[] Phrases = ["troops seen", "seen troops", "in kursk", "kursk a", "republic of", "A summary.", "another summary", "北韓軍 in", "blanks stay", "stay a", "russian federation"];

    private static readonly string[] Prefixes = ["tro", "kur", "fed", "s", "北", "summ", "vlad", "pent", "peo"];

    public static async Task<int> CheckAsync(OracleLog log, Random random)
    {
        var found = 0;
        for (var i = 0; i < Questions; i++)
        {
            var filter = RandomFilter.Any(random, RandomSearch(random));
            var (knownAt, basis, isWhole) = (log.AnyTime(random), log.AnyBasis(random), random.Next(2) == 0);
            var question = $"/api/timeline?{OracleLog.Pin(knownAt, basis)}&limit=1000{filter.Query}{(isWhole ? "&include=retracted" : "")}";

            var answer = await log.AskAsync(question);

            var actors = log.ActorsAt(basis);
            var expected = BruteForce.EntriesAt(log.Events, knownAt, basis)
                .Where(entry => filter.Passes(entry, actors))
                .Where(entry => isWhole || filter.Query.Contains("status=retracted", StringComparison.Ordinal) || (string)entry["status"]! != "retracted")
                .OrderBy(entry => (string?)entry["occurred"]!["from"] ?? "", StringComparer.Ordinal).ThenBy(entry => (string)entry["id"]!, StringComparer.Ordinal)
                .Select(BruteForce.Text)
                .ToList();
            var items = answer?["items"]!.AsArray().Select(item => BruteForce.Text(item!.AsObject())).ToList();
            log.ShouldBeSame(items is null ? null : string.Join('\n', items), filter.MeansNobody(actors) ? null : string.Join('\n', expected), question);
            found += items is { Count: > 0 } ? 1 : 0;
        }
        return found;
    }

    /// <summary>One to three clauses, of one or two alternatives each.</summary>
    public static RandomFilter RandomSearch(Random random)
    {
        var clauses = Enumerable.Range(0, 1 + (random.Next(3) * random.Next(2))).Select(_ => Enumerable.Range(0, 1 + (random.Next(3) / 2)).Select(_ => Term.Any(random)).ToList()).ToList();
        var text = string.Join(' ', clauses.Select(clause => string.Join(" OR ", clause)));
        return new RandomFilter($"&q={Uri.EscapeDataString(text)}", (entry, actors) => Holds(clauses, entry, actors), _ => false);
    }

    private static bool Holds(List<List<Term>> clauses, JsonObject entry, IReadOnlyList<OracleActor> actors)
    {
        var names = actors.Where(actor => RandomFilter.ActorsOf(entry).Contains(actor.Id)).Select(actor => actor.Name);
        var fields = new[] { (string)entry["headline"]!, (string?)entry["summary"], (string)entry["attribution"]! }.OfType<string>()
            .Concat(RandomFilter.Texts(entry, "places", "name")).Concat(names)
            .Select(Tokens).ToList();
        return clauses.TrueForAll(clause => clause.Exists(term => fields.Exists(term.StandsIn) != term.IsNegated));
    }

    /// <summary>Runs of letters and digits in lower case; a character of a script that does not part words is one by itself.</summary>
    private static List<string> Tokens(string text)
    {
        var (tokens, word) = (new List<string>(), new StringBuilder());
        foreach (var character in text.Select(Narrow).Append(' ').Select(char.ToLowerInvariant))
        {
            var isAlone = character is >= '\u4E00' and <= '\u9FFF';
            if ((isAlone || !char.IsLetterOrDigit(character)) && word.Length > 0)
            {
                tokens.Add(word.ToString());
                word.Clear();
            }
            if (isAlone)
                tokens.Add($"{character}");
            else if (char.IsLetterOrDigit(character))
                word.Append(character);
        }
        return tokens;
    }

    private static char Narrow(char character) => character is >= '\uFF01' and <= '\uFF5E' ? (char)(character - '\uFF01' + '!') : character;

    private sealed record Term(string Text, bool IsPhrase, bool IsPrefix, bool IsNegated)
    {
        private readonly List<string> _tokens = Tokens(Text);

        public static Term Any(Random random)
        {
            var isNegated = random.Next(5) == 0;
            return random.Next(4) switch
            {
                0 => new Term(Phrases[random.Next(Phrases.Length)], true, false, isNegated),
                1 => new Term(Prefixes[random.Next(Prefixes.Length)], false, true, isNegated),
                _ => new Term(Words[random.Next(Words.Length)], false, false, isNegated),
            };
        }

        public bool StandsIn(List<string> field) => Enumerable.Range(0, Math.Max(0, field.Count - _tokens.Count + 1)).Any(start =>
            _tokens.Select((token, i) => (token, Field: field[start + i], IsLast: i == _tokens.Count - 1))
                .All(pair => pair.IsLast && IsPrefix ? pair.Field.StartsWith(pair.token, StringComparison.Ordinal) : pair.Field == pair.token));

        public override string ToString() => $"{(IsNegated ? "-" : "")}{(IsPhrase ? $"\"{Text}\"" : Text)}{(IsPrefix ? "*" : "")}";
    }
}
