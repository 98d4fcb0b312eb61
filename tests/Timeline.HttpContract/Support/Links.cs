using System.Text;
using System.Text.RegularExpressions;

namespace Timeline.HttpContract;

/// <summary>A link of a <c>Link</c> header or of a document of links.</summary>
/// <param name="Target">The URI reference, as written.</param>
/// <param name="Parameters">By name in lower case, with quotes and escapes taken off.</param>
public sealed record Link(string Target, IReadOnlyDictionary<string, string> Parameters)
{
    public string[] Relations => Parameters["rel"].Split(' ');

    public bool Is(string relation) => Relations.Contains(relation);

    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);
}

/// <summary>
/// Reads links by the grammar of RFC 8288, section 3, which is that of RFC 6690, section 2, with optional white space. Strict, as a sender has to be: what
/// the grammar does not allow throws.
/// </summary>
public sealed partial class Links
{
    private readonly string _text;
    private readonly string _blanks;
    private int _at;

    private Links(string text, string blanks) => (_text, _blanks) = (text, blanks);

    /// <summary>The value of a header, its lines joined with a comma.</summary>
    public static IReadOnlyList<Link> OfHeader(string value) => new Links(value, " \t").Read();

    /// <summary>A document, which unlike a header may break lines where the grammar allows white space, as RFC 7089's own examples do.</summary>
    public static IReadOnlyList<Link> OfDocument(string text) => new Links(text.TrimEnd('\n'), " \t\r\n").Read();

    // Link = link-value *( OWS "," OWS link-value )
    private List<Link> Read()
    {
        var links = new List<Link> { LinkValue() };
        while (_at < _text.Length)
        {
            SkipBlanks();
            Take(',');
            SkipBlanks();
            links.Add(LinkValue());
        }
        return links;
    }

    // link-value = "<" URI-Reference ">" *( OWS ";" OWS link-param )
    private Link LinkValue()
    {
        Take('<');
        var end = _text.IndexOf('>', _at);
        Check(end >= 0, "a target without an end");
        var target = _text[_at..end];
        Check(UriReference().IsMatch(target), $"'{target}', which is no URI reference");
        _at = end + 1;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        while (TrySeparator())
        {
            var (name, value) = Parameter();
            // Of all parameters defined by RFC 8288, only hreflang may come more than once.
            Check(parameters.TryAdd(name.ToLowerInvariant(), value) || name == "hreflang", $"{name} twice");
        }
        Check(parameters.TryGetValue("rel", out var relations), "a link without rel");
        Check(RelationTypes().IsMatch(relations!), $"rel=\"{relations}\"");
        return new Link(target, parameters);
    }

    private bool TrySeparator()
    {
        var start = _at;
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == ';')
        {
            _at++;
            SkipBlanks();
            return true;
        }
        _at = start;
        return false;
    }

    // link-param = token BWS [ "=" BWS ( token / quoted-string ) ]; a sender makes no bad white space
    private (string Name, string Value) Parameter()
    {
        var name = Token();
        if (_at == _text.Length || _text[_at] != '=')
            return (name, "");
        _at++;
        return (name, _at < _text.Length && _text[_at] == '"' ? QuotedString() : Token());
    }

    // quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
    private string QuotedString()
    {
        Take('"');
        var value = new StringBuilder();
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (_text[_at] == '\\')
                _at++;
            Check(_at < _text.Length && (_text[_at] == '\t' || _text[_at] >= ' ') && _text[_at] != '\x7f', "a control character in a quoted string");
            value.Append(_text[_at++]);
        }
        Take('"');
        return value.ToString();
    }

    private string Token()
    {
        var token = TokenCharacters().Match(_text, _at).Value;
        Check(token.Length > 0, "no token");
        _at += token.Length;
        return token;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _blanks.Contains(_text[_at]))
            _at++;
    }

    private void Take(char expected)
    {
        Check(_at < _text.Length && _text[_at] == expected, $"no '{expected}'");
        _at++;
    }

    private void Check(bool holds, string what)
    {
        if (!holds)
            throw new FormatException($"RFC 8288: {what} at {_at} in: {_text}");
    }

    // RFC 9110, section 5.6.2.
    [GeneratedRegex(@"\G[!#$%&'*+.^_`|~0-9A-Za-z-]+")]
    private static partial Regex TokenCharacters();

    // RFC 3986, by its characters: unreserved, reserved without brackets, and whole percent-encodings.
    [GeneratedRegex(@"^([A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*\z")]
    private static partial Regex UriReference();

    // relation-type *( 1*SP relation-type ); reg-rel-type = LOALPHA *( LOALPHA / DIGIT / "." / "-" ), or a URI.
    [GeneratedRegex(@"^([a-z][a-z0-9.-]*|[a-z][a-z0-9+.-]*:[^ ]+)( ([a-z][a-z0-9.-]*|[a-z][a-z0-9+.-]*:[^ ]+))*\z")]
    private static partial Regex RelationTypes();
}
