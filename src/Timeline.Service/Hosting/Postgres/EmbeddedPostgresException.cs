namespace Timeline.Service.Hosting.Postgres;

/// <summary>The embedded PostgreSQL cannot serve; the message is meant for the user and says what to do.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    public EmbeddedPostgresException() { }

    public EmbeddedPostgresException(string message) : base(message) { }

    public EmbeddedPostgresException(string message, Exception innerException) : base(message, innerException) { }
}
