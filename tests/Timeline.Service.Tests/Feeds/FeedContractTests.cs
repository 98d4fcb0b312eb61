using Timeline.HttpContract;
using Timeline.Service.Tests.Contract;

namespace Timeline.Service.Tests.Feeds;

public class AtomTests(DefaultHost api) : AtomContract(api), IClassFixture<DefaultHost>;

public class CalendarTests(DefaultHost api) : CalendarContract(api), IClassFixture<DefaultHost>;

public class CsvTests(DefaultHost api) : CsvContract(api), IClassFixture<DefaultHost>;

public class FeedHeaderTests(DefaultHost api) : FeedHeaderContract(api), IClassFixture<DefaultHost>;

public class FeedPagingTests(DefaultHost api) : FeedPagingContract(api), IClassFixture<DefaultHost>;

public class GeoJsonTests(DefaultHost api) : GeoJsonContract(api), IClassFixture<DefaultHost>;

public class JsonFeedTests(DefaultHost api) : JsonFeedContract(api), IClassFixture<DefaultHost>;

public class JsonLdTests(DefaultHost api) : JsonLdContract(api), IClassFixture<DefaultHost>;

public class NastyTextTests(DefaultHost api) : NastyTextContract(api), IClassFixture<DefaultHost>;

public class PollingTests(DefaultHost api) : PollingContract(api), IClassFixture<DefaultHost>;

public class TimelineJsTests(DefaultHost api) : TimelineJsContract(api), IClassFixture<DefaultHost>;

public class VisTests(DefaultHost api) : VisContract(api), IClassFixture<DefaultHost>;
