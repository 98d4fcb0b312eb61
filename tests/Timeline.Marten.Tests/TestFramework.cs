using Timeline.Service.Tests.Support;

[assembly: TestFramework("Timeline.Service.Tests.Support." + nameof(EndOfRun), "Timeline.Marten.Tests")]
