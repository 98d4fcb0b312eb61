using Timeline.HttpContract;
using Timeline.Service.Tests.Contract;

namespace Timeline.Service.Tests.Replay;

public class ReplayTests(DefaultHost api) : ReplayContract(api), IClassFixture<DefaultHost>;

public class ReplayOfRandomLogsTests(DefaultHost api) : ReplayOfRandomLogsContract(api), IClassFixture<DefaultHost>;
