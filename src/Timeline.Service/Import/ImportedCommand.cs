using System.Text.Json;
using Timeline.Domain;
using Timeline.Domain.Developments;
using Timeline.Service.Features;
using Timeline.Service.Http;
using Timeline.Service.Log;

namespace Timeline.Service.Import;

/// <summary>What a line asks for; the names are the values of its <c>type</c>.</summary>
internal enum ImportedType
{
    Actor,
    Report,
    Correct,
    Corroborate,
    Dispute,
    Retract,
    Reinstate,
    Annul,
}

/// <summary>A line as a command, or why it is none.</summary>
/// <param name="AnnulledKey">An annulment may name its event by the key that it was imported under; its position is then looked up.</param>
internal sealed record ImportedCommand(InputLine Line, Command? Command, CommandKey? Key, string? AnnulledKey, Refusal? Refusal)
{
    private static readonly Refusal TooLong = new(RefusalCode.TooLarge, "A line may have at most 1 MiB (1,048,576 bytes).");

    /// <summary>Judges the shape only, like a call's body; what the command means is judged when it is written.</summary>
    public static ImportedCommand Read(InputLine line)
    {
        if (line.IsTooLong)
            return Refused(line, TooLong);
        var json = StrictJson.Parse(line.Text);
        if (json.IsRefused)
            return Refused(line, OfLine(json.Refusal));
        var root = json.Value.Root;
        if (TypeOf(root, out var type) is { } noType)
            return Refused(line, noType);

        var fields = new ObjectReader(root);
        fields.RequiredText("type", 1, int.MaxValue);
        var key = fields.OptionalText("key", 1, ImportKey.MaxLength);
        var content = fields.OptionalValue<byte[]>("content", ImportKey.MaxLength, ReadContent);
        var annulledKey = type == ImportedType.Annul ? fields.OptionalText("event", 1, ImportKey.MaxLength) : null;
        byte[]? hash = null;
        var command = Read(type, Hash, fields, annulledKey);
        return fields.Finish() is { } invalid
            ? Refused(line, invalid)
            : new ImportedCommand(line, command, ImportKey.Of(Hash, key, content), annulledKey, null);

        byte[] Hash() => hash ??= ImportKey.HashOf(root);
    }

    private static Command Read(ImportedType type, Func<byte[]> hash, ObjectReader fields, string? annulledKey)
    {
        // The same line makes the same id wherever it is imported.
        if (type == ImportedType.Report)
            return CommandReader.ReadReport(fields, headline => Slugs.Of(headline) is { Length: > 0 } words ? $"{words}-{Short(hash())}" : $"development-{Short(hash())}");
        if (type == ImportedType.Actor)
            return CommandReader.ReadActorLine(fields);
        var development = fields.RequiredText("development", 1, 127);
        return type switch
        {
            ImportedType.Correct => CommandReader.ReadCorrection(development, fields),
            ImportedType.Corroborate => CommandReader.ReadCorroboration(development, fields),
            ImportedType.Dispute => CommandReader.ReadDispute(development, fields),
            ImportedType.Retract => CommandReader.ReadRetraction(development, fields),
            ImportedType.Reinstate => CommandReader.ReadReinstatement(development, fields),
            _ when annulledKey is null => CommandReader.ReadAnnulment(development, fields),
            _ => new AnnulEvent(development, fields.OptionalInteger("position") is null ? 0 : Both(fields), fields.RequiredText("reason", 1, Limits.Reason)),
        };
    }

    private static long Both(ObjectReader fields)
    {
        fields.Fail("event", "says the same as position: give one of them");
        return 0;
    }

    private static Refusal? TypeOf(JsonElement root, out ImportedType type)
    {
        type = default;
        var isText = root.TryGetProperty("type"u8, out var value) && value.ValueKind == JsonValueKind.String;
        if (!isText && root.TryGetProperty("archive"u8, out _))
            return new Refusal(RefusalCode.Invalid, "This is an archive, not commands: 'timeline import <file>' restores it into an empty database.");
        return !isText ? Refusal.Of("type", $"type is required, and {EnumNames<ImportedType>.Read("", out _)}")
            : EnumNames<ImportedType>.Read(value.GetString()!, out type) is { } fault ? Refusal.Of("type", $"type {fault}")
            : null;
    }

    private static string? ReadContent(string text, out byte[] hash)
    {
        hash = ImportKey.HashNamedBy(text) ?? [];
        return text.StartsWith("sha256:", StringComparison.Ordinal) && hash.Length > 0 ? null : "must be sha256: and 64 hex digits, as an export has it";
    }

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 4));

    /// <summary>A line is said to be a line, and has columns only.</summary>
    private static Refusal OfLine(Refusal refusal) => refusal with
    {
        Detail = refusal.Detail.Replace("(line 1, column ", "(column ", StringComparison.Ordinal).Replace("The body ", "The line ", StringComparison.Ordinal),
    };

    private static ImportedCommand Refused(InputLine line, Refusal refusal) => new(line, null, null, null, refusal);
}
