using System.Buffers.Text;
using System.Security.Cryptography;

namespace Timeline.Service.Http;

/// <summary>An entity tag (RFC 9110, section 8.8.3). Ours are strong: the same tag means the same bytes.</summary>
/// <param name="Opaque">What stands between the quotes: visible ASCII without <c>"</c>.</param>
public readonly record struct EntityTag(string Opaque, bool IsWeak = false)
{
    /// <summary>A strong tag of content: 128 bits of its SHA-256.</summary>
    public static EntityTag OfContent(ReadOnlySpan<byte> content) => new(Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, 16)));

    /// <summary>The tag of the same content in a content coding: other bytes, so another tag.</summary>
    public EntityTag WithCoding(string coding) => this with { Opaque = $"{Opaque}-{coding}" };

    /// <summary>The tag of the content as it is.</summary>
    public EntityTag WithoutCoding => Opaque.EndsWith("-gzip", StringComparison.Ordinal) ? this with { Opaque = Opaque[..^5] } : this;

    /// <summary>Strong comparison, for <c>If-Match</c>: a weak tag equals nothing.</summary>
    public bool StronglyEquals(EntityTag other) => !IsWeak && !other.IsWeak && Opaque == other.Opaque;

    /// <summary>Weak comparison, for <c>If-None-Match</c>: proxies that compress make tags weak, and a coding changes no content.</summary>
    public bool WeaklyEquals(EntityTag other) => Opaque == other.Opaque || WithoutCoding.Opaque == other.WithoutCoding.Opaque;

    public override string ToString() => $"{(IsWeak ? "W/" : "")}\"{Opaque}\"";
}
