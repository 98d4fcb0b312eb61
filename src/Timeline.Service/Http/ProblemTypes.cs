using Timeline.Domain;

namespace Timeline.Service.Http;

/// <summary>Every type of problem that this service answers with, and which refusal or status means which.</summary>
public static class ProblemTypes
{
    public static readonly ProblemType BadRequest = new("bad-request", 400, "Malformed request",
        "The request breaks HTTP itself: its framing, its length, its headers, or a body that stopped arriving.",
        "Use an ordinary HTTP client and send the request again. The status says which rule was broken.");

    public static readonly ProblemType Unreadable = new("unreadable", 400, "Unreadable body",
        "The body cannot be read at all: broken JSON or UTF-8, the same key twice in one object, a NUL character, half of a surrogate pair, "
        + "nesting deeper than 64 levels, or a time finer than one microsecond, which could only be stored by changing it.",
        "Correct the body at the line and column, or in the field, that the detail names. Nothing was written.");

    public static readonly ProblemType BadParameter = new("bad-parameter", 400, "Bad parameter",
        "A query parameter or a request header has a value that cannot be read, is given twice where it may be given once, "
        + "or a query parameter does not exist here. Names are case-sensitive.",
        "Look at 'errors': it names each parameter, what is wrong with it, and which names are known.");

    public static readonly ProblemType Unauthorized = new("unauthorized", 401, "No valid key",
        "The call needs a key, and there was none, or not a valid one.",
        "Send a valid key. Whoever runs this service hands them out.");

    public static readonly ProblemType Forbidden = new("forbidden", 403, "Not allowed",
        "The key is valid, but does not allow this call; or a page of another origin asks for what only our own may.",
        "Use a key that allows it, or ask from outside of a browser.");

    public static readonly ProblemType NotFound = new("not-found", 404, "Not found",
        "There is nothing at this address; or nothing of this id at the asked knowledge time and log position; or the asked basis is ahead "
        + "of the log, or the asked edition belongs to another log.",
        "Check the address and the id. If the address pins 'knownAt', 'basis' or 'edition', ask without them for what is known now.");

    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "Method not allowed",
        "The address exists, but not for this method.",
        "Use one of the methods in the 'Allow' header of the answer.");

    public static readonly ProblemType NotAcceptable = new("not-acceptable", 406, "Not acceptable",
        "The 'Accept' header allows none of the media types that this address can answer with.",
        "Send no 'Accept' header, or one that includes a type that is offered.");

    public static readonly ProblemType Taken = new("taken", 409, "Id already taken",
        "Something of this id exists already. The id of what was removed stays taken.",
        "Choose another id, or send a follow-up to what exists. To repeat a write safely, send an 'Idempotency-Key'.");

    public static readonly ProblemType InProgress = new("in-progress", 409, "Still in progress",
        "Another request with the same 'Idempotency-Key' still runs.",
        "Wait a moment and send the same request again: it will get the answer of the first.", TimeSpan.FromSeconds(1));

    public static readonly ProblemType AlreadyRunning = new("already-running", 409, "Already running",
        "Another rebuild or verification of the same view still runs. 'Location' is its address.",
        "Wait until it has ended, or cancel it; then ask again.");

    public static readonly ProblemType Gone = new("gone", 410, "No longer served",
        "The permalink names a version of the view that this release can no longer compute.",
        "Ask again without 'edition': the answer is the same knowledge in today's form.");

    public static readonly ProblemType Stale = new("stale", 412, "Changed meanwhile",
        "The write was conditional ('If-Match' or 'expectedVersion'), and what it is about has changed since.",
        "Read it again, decide again, and send the write with the new ETag or version.");

    public static readonly ProblemType TooLarge = new("too-large", 413, "Too large",
        "A command has more than 1 MiB (1,048,576 bytes).",
        "Shorten it; many commands go through /api/import, where the limit holds for each line.");

    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "Unsupported media type",
        "The body is of another media type, charset or content coding than the call takes.",
        "Send UTF-8 JSON as 'Content-Type: application/json' (an import: application/x-ndjson), uncompressed.");

    public static readonly ProblemType Invalid = new("invalid", 422, "Understood but refused",
        "The request is well-formed, but breaks a rule: a field is missing, unknown, too long or of the wrong type, "
        + "an id is not known, or the follow-up does not apply to the state that it meets.",
        "Look at 'errors': it has the messages for each field, all of them at once. Nothing was written.");

    public static readonly ProblemType Redacted = new("redacted", 451, "Removed for legal reasons",
        "What was here has been redacted for legal reasons. The redaction itself is on the record.",
        "There is nothing that a client can do.");

    public static readonly ProblemType TooMany = new("too-many", 429, "Too many requests",
        "This client sends more than its share.",
        "Wait as long as the 'Retry-After' header says, then go on more slowly.", TimeSpan.FromSeconds(1));

    public static readonly ProblemType Internal = new("internal", 500, "Our fault",
        "Something went wrong inside the service. It is logged under the answer's 'traceId'.",
        "Tell whoever runs this service the 'traceId'. A write sent with an 'Idempotency-Key' may be sent again without harm.");

    public static readonly ProblemType Unavailable = new("unavailable", 503, "Temporarily unavailable",
        "The database is away or restarting, or writers are queueing up.",
        "Wait as long as the 'Retry-After' header says and send the same request again; a write with an 'Idempotency-Key' is never done twice.",
        TimeSpan.FromSeconds(5));

    /// <summary>By status, then slug.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        BadParameter, BadRequest, Unreadable, Unauthorized, Forbidden, NotFound, MethodNotAllowed, NotAcceptable, AlreadyRunning, InProgress, Taken, Gone,
        Stale, TooLarge, UnsupportedMediaType, Invalid, TooMany, Redacted, Internal, Unavailable,
    ];

    /// <summary>The one place where refusals meet HTTP.</summary>
    public static ProblemType For(RefusalCode code) => code switch
    {
        RefusalCode.Unreadable => Unreadable,
        RefusalCode.BadParameter => BadParameter,
        RefusalCode.NotFound => NotFound,
        RefusalCode.Taken => Taken,
        RefusalCode.InProgress => InProgress,
        RefusalCode.AlreadyRunning => AlreadyRunning,
        RefusalCode.Forbidden => Forbidden,
        RefusalCode.Gone => Gone,
        RefusalCode.Stale => Stale,
        RefusalCode.TooLarge => TooLarge,
        RefusalCode.UnsupportedMediaType => UnsupportedMediaType,
        RefusalCode.Invalid => Invalid,
        RefusalCode.Redacted => Redacted,
        RefusalCode.TooMany => TooMany,
        RefusalCode.Unavailable => Unavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "a refusal without a problem type"),
    };

    /// <summary>The type for a bare status (400–599) that the framework answered with.</summary>
    public static ProblemType ForStatus(int status) => status switch
    {
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        406 => NotAcceptable,
        410 => Gone,
        412 => Stale,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        422 => Invalid,
        429 => TooMany,
        451 => Redacted,
        503 => Unavailable,
        >= 500 => Internal,
        _ => BadRequest,
    };
}
