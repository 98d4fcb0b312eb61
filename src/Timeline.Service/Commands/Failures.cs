using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Timeline.Service.Hosting.Postgres;
using Timeline.Service.Import;
using Timeline.Service.Import.Archives;
using Timeline.Service.Import.Formats.Csv;
using Timeline.Service.Schema;

namespace Timeline.Service.Commands;

/// <summary>A command cannot do what was asked; the message is for the user.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>Tells failures that the user can do something about, without a stack trace.</summary>
internal static class Failures
{
    /// <summary>What is wrong and what to do; null for what only we can repair.</summary>
    public static string? Describe(Exception exception) => exception switch
    {
        CommandException or EmbeddedPostgresException or SchemaMismatchException or ArchiveException or ImportInterruptedException => exception.Message,
        CsvMappingException wrong => $"The mapping does not fit: {wrong.Message}.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"PostgreSQL does not let us in: {refused.MessageText}. See {EmbeddedPostgresOptions.ConnectionStringSetting}.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } missing =>
            $"{Sentence(missing.MessageText)} Create it, or name another one in {EmbeddedPostgresOptions.ConnectionStringSetting}.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"PostgreSQL refuses: {refused.MessageText}. The user needs a database of its own, or the right to create a schema in it.",
        PostgresException other => $"PostgreSQL refuses ({other.SqlState}): {Sentence(other.MessageText)}",
        NpgsqlException away => $"The database does not answer: {Sentence(away.InnerException is SocketException cause ? cause.Message : away.Message)}",
        IOException { InnerException: AddressInUseException } taken =>
            $"{Sentence(taken.Message)} Another program listens there: stop it, or choose another address, such as --urls=http://localhost:5081.",
        SocketException refused => $"Cannot listen: {Sentence(refused.Message)} Choose another address with --urls.",
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException => exception.Message,
        FormatException => $"A setting cannot be read: {Sentence(exception.Message)}",
        _ => null,
    };

    private static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' ? Capital(text) : Capital(text) + ".";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
