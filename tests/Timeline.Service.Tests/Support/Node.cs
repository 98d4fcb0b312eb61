namespace Timeline.Service.Tests.Support;

/// <summary>Runs scripts in Node.js, which the tests need at version 20 or newer.</summary>
internal static class Node
{
    /// <returns>What the script prints.</returns>
    /// <exception cref="InvalidOperationException">There is no Node.js, or the script ended with an error.</exception>
    public static Task<string> RunAsync(string folder, string[] scriptAndArguments, string input = "") =>
        Script.RunAsync("node", "Node.js 20 or newer", folder, scriptAndArguments, input);
}
