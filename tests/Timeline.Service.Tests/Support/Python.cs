namespace Timeline.Service.Tests.Support;

/// <summary>Runs scripts in Python, which the tests need at version 3.9 or newer.</summary>
internal static class Python
{
    /// <returns>What the script prints.</returns>
    /// <exception cref="InvalidOperationException">There is no Python, or the script ended with an error.</exception>
    public static Task<string> RunAsync(string folder, params string[] scriptAndArguments) =>
        Script.RunAsync("python3", "Python 3.9 or newer, as python3,", folder, scriptAndArguments);
}
