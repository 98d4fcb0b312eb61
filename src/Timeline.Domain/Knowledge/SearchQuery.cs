using System.Diagnostics.CodeAnalysis;

namespace Timeline.Domain.Knowledge;

/// <summary>A word, phrase or prefix that is looked for.</summary>
/// <param name="Words">Folded words that stand side by side.</param>
/// <param name="IsPrefix">The last word may go on.</param>
/// <param name="IsNegated">It must not be there.</param>
public sealed record SearchTerm(IReadOnlyList<string> Words, bool IsPrefix, bool IsNegated)
{
    /// <summary>What stands in a text of <see cref="SearchWords"/> that has it.</summary>
    public string Needle => $" {string.Join(' ', Words)}{(IsPrefix ? "" : " ")}";

    /// <summary>Whether a text of <see cref="SearchWords"/> has it, whether or not it should.</summary>
    public bool IsIn(string words) => words.Contains(Needle, StringComparison.Ordinal);
}

/// <summary>
/// A full-text query: words (all of them), <c>"phrases"</c>, <c>prefix*</c>, <c>OR</c> between two terms, and <c>-not</c>. In normal form: every
/// clause holds, and a clause holds if one of its terms does. A word that splits into several (<c>far-east</c>) is a phrase.
/// </summary>
public sealed class SearchQuery
{
    public const int MostTerms = 32;

    private SearchQuery(IReadOnlyList<IReadOnlyList<SearchTerm>> clauses) => Clauses = clauses;

    public IReadOnlyList<IReadOnlyList<SearchTerm>> Clauses { get; }

    /// <param name="problem">What is wrong, as the rest of a sentence that begins with the parameter's name.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SearchQuery? query, [NotNullWhen(false)] out string? problem)
    {
        var clauses = new List<List<SearchTerm>>();
        var isAlternative = false;
        var rest = text.AsSpan().TrimStart();
        query = null;
        for (var count = 0; !rest.IsEmpty; rest = rest.TrimStart())
        {
            if (rest.StartsWith("OR") && (rest.Length == 2 || char.IsWhiteSpace(rest[2])))
            {
                if (clauses.Count == 0 || isAlternative)
                    return Fails(out problem, "has an OR without a term before it");
                isAlternative = true;
                rest = rest[2..];
                continue;
            }
            if (!TryTake(ref rest, out var term))
                return Fails(out problem, "has a quotation mark that is not closed");
            if (term.Words.Count == 0)
                continue;
            if (++count > MostTerms)
                return Fails(out problem, $"must have at most {MostTerms} terms");
            if (isAlternative)
                clauses[^1].Add(term);
            else
                clauses.Add([term]);
            isAlternative = false;
        }
        if (clauses.Count == 0)
            return Fails(out problem, "has no word in it");
        if (isAlternative)
            return Fails(out problem, "has an OR without a term after it");
        (query, problem) = (new SearchQuery(clauses), null);
        return true;
    }

    /// <summary>Whether an entry matches: each term in its words, or in the name of one of its actors.</summary>
    public bool Matches(string words, IReadOnlyCollection<string> actorNameWords) => Clauses.All(clause => clause.Any(term =>
        (term.IsIn(words) || actorNameWords.Any(term.IsIn)) != term.IsNegated));

    private static bool TryTake(ref ReadOnlySpan<char> rest, out SearchTerm term)
    {
        var isNegated = rest[0] == '-' && rest.Length > 1 && !char.IsWhiteSpace(rest[1]);
        if (isNegated)
            rest = rest[1..];
        var isPhrase = rest[0] == '"';
        var body = isPhrase ? rest[1..] : rest;
        var length = isPhrase ? body.IndexOf('"') : body.IndexOfAny(" \t\r\n\"");
        term = new SearchTerm([], false, false);
        if (length < 0 && isPhrase)
            return false;
        var word = length < 0 ? body : body[..length];
        rest = length < 0 ? [] : body[(length + (isPhrase ? 1 : 0))..];
        term = new SearchTerm([.. SearchWords.Split(word.ToString())], !isPhrase && word.EndsWith("*"), isNegated);
        return true;
    }

    private static bool Fails(out string problem, string message)
    {
        problem = message;
        return false;
    }
}
