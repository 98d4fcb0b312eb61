using Timeline.HttpContract;

namespace Timeline.Marten.Tests.Contract;

public class ActorContractTests(MartenHost api) : ActorContract(api), IClassFixture<MartenHost>;

public class ActorViewContractTests(MartenHost api) : ActorViewContract(api), IClassFixture<MartenHost>;

public class AnnulmentContractTests(MartenHost api) : AnnulmentContract(api), IClassFixture<MartenHost>;

public class AskedAgainContractTests(MartenHost api) : AskedAgainContract(api), IClassFixture<MartenHost>;

public class AtomContractTests(MartenHost api) : AtomContract(api), IClassFixture<MartenHost>;

public class CalendarContractTests(MartenHost api) : CalendarContract(api), IClassFixture<MartenHost>;

public class CitationContractTests(MartenHost api) : CitationContract(api), IClassFixture<MartenHost>;

public class CompressionContractTests(MartenHost api) : CompressionContract(api), IClassFixture<MartenHost>;

public class CorrectionContractTests(MartenHost api) : CorrectionContract(api), IClassFixture<MartenHost>;

public class CorroborationContractTests(MartenHost api) : CorroborationContract(api), IClassFixture<MartenHost>;

public class CsvContractTests(MartenHost api) : CsvContract(api), IClassFixture<MartenHost>;

public class DiffContractTests(MartenHost api) : DiffContract(api), IClassFixture<MartenHost>;

public class DiffOfRandomLogsContractTests(MartenHost api) : DiffOfRandomLogsContract(api), IClassFixture<MartenHost>;

public class FeedHeaderContractTests(MartenHost api) : FeedHeaderContract(api), IClassFixture<MartenHost>;

public class FeedPagingContractTests(MartenHost api) : FeedPagingContract(api), IClassFixture<MartenHost>;

public class FilterContractTests(MartenHost api) : FilterContract(api), IClassFixture<MartenHost>;

public class GeoJsonContractTests(MartenHost api) : GeoJsonContract(api), IClassFixture<MartenHost>;

public class HeaderContractTests(MartenHost api) : HeaderContract(api), IClassFixture<MartenHost>;

public class HistoryContractTests(MartenHost api) : HistoryContract(api), IClassFixture<MartenHost>;

public class HostileInputContractTests(MartenHost api) : HostileInputContract(api), IClassFixture<MartenHost>;

public class IdempotencyContractTests(MartenHost api) : IdempotencyContract(api), IClassFixture<MartenHost>;

public class JsonFeedContractTests(MartenHost api) : JsonFeedContract(api), IClassFixture<MartenHost>;

public class JsonLdContractTests(MartenHost api) : JsonLdContract(api), IClassFixture<MartenHost>;

public class KnowledgeContractTests(MartenHost api) : KnowledgeContract(api), IClassFixture<MartenHost>;

public class MeasureContractTests(MartenHost api) : MeasureContract(api), IClassFixture<MartenHost>;

public class MementoContractTests(MartenHost api) : MementoContract(api), IClassFixture<MartenHost>;

public class MetricsContractTests(MartenHost api) : MetricsContract(api), IClassFixture<MartenHost>;

public class MutationContractTests(MartenHost api) : MutationContract(api), IClassFixture<MartenHost>;

public class NastyTextContractTests(MartenHost api) : NastyTextContract(api), IClassFixture<MartenHost>;

public class NdJsonContractTests(MartenHost api) : NdJsonContract(api), IClassFixture<MartenHost>;

public class OccurredContractTests(MartenHost api) : OccurredContract(api), IClassFixture<MartenHost>;

public class OrderContractTests(MartenHost api) : OrderContract(api), IClassFixture<MartenHost>;

public class PagingContractTests(MartenHost api) : PagingContract(api), IClassFixture<MartenHost>;

public class PinContractTests(MartenHost api) : PinContract(api), IClassFixture<MartenHost>;

public class PollingContractTests(MartenHost api) : PollingContract(api), IClassFixture<MartenHost>;

public class PreconditionContractTests(MartenHost api) : PreconditionContract(api), IClassFixture<MartenHost>;

public class RefusalContractTests(MartenHost api) : RefusalContract(api), IClassFixture<MartenHost>;

public class ReplayContractTests(MartenHost api) : ReplayContract(api), IClassFixture<MartenHost>;

public class ReplayOfRandomLogsContractTests(MartenHost api) : ReplayOfRandomLogsContract(api), IClassFixture<MartenHost>;

public class ReportContractTests(MartenHost api) : ReportContract(api), IClassFixture<MartenHost>;

public class ReportedAtContractTests(MartenHost api) : ReportedAtContract(api), IClassFixture<MartenHost>;

public class SearchContractTests(MartenHost api) : SearchContract(api), IClassFixture<MartenHost>;

public class StatusContractTests(MartenHost api) : StatusContract(api), IClassFixture<MartenHost>;

public class TimeMapContractTests(MartenHost api) : TimeMapContract(api), IClassFixture<MartenHost>;

public class TimelineContractTests(MartenHost api) : TimelineContract(api), IClassFixture<MartenHost>;

public class TimelineJsContractTests(MartenHost api) : TimelineJsContract(api), IClassFixture<MartenHost>;

public class VisContractTests(MartenHost api) : VisContract(api), IClassFixture<MartenHost>;

public class LiveContractTests(MartenHost api) : LiveContract, IClassFixture<MartenHost>
{
    protected override HttpClient Client => api.Client;
}

public class EnrolmentTests
{
    [Fact]
    public void No_suite_is_left_out()
    {
        var suites = typeof(TimelineApi).Assembly.GetTypes().Where(type => type.IsAbstract && type.Name.EndsWith("Contract", StringComparison.Ordinal));
        var enrolled = typeof(EnrolmentTests).Assembly.GetTypes().Select(type => type.BaseType).ToHashSet();

        suites.Where(suite => !enrolled.Contains(suite)).ShouldBeEmpty();
        suites.Count().ShouldBeGreaterThan(40);
    }
}
