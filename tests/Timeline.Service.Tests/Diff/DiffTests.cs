using Timeline.HttpContract;
using Timeline.Service.Tests.Contract;

namespace Timeline.Service.Tests.Diff;

public class DiffTests(DefaultHost api) : DiffContract(api), IClassFixture<DefaultHost>;

public class DiffOfRandomLogsTests(DefaultHost api) : DiffOfRandomLogsContract(api), IClassFixture<DefaultHost>;
