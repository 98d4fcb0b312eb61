using Timeline.HttpContract;

namespace Timeline.Service.Tests.Contract;

public class ActorContractTests(DefaultHost api) : ActorContract(api), IClassFixture<DefaultHost>;

public class ActorViewContractTests(DefaultHost api) : ActorViewContract(api), IClassFixture<DefaultHost>;

public class AnnulmentContractTests(DefaultHost api) : AnnulmentContract(api), IClassFixture<DefaultHost>;

public class AskedAgainContractTests(DefaultHost api) : AskedAgainContract(api), IClassFixture<DefaultHost>;

public class CompressionContractTests(DefaultHost api) : CompressionContract(api), IClassFixture<DefaultHost>;

public class CorrectionContractTests(DefaultHost api) : CorrectionContract(api), IClassFixture<DefaultHost>;

public class CorroborationContractTests(DefaultHost api) : CorroborationContract(api), IClassFixture<DefaultHost>;

public class FilterContractTests(DefaultHost api) : FilterContract(api), IClassFixture<DefaultHost>;

public class HeaderContractTests(DefaultHost api) : HeaderContract(api), IClassFixture<DefaultHost>;

public class HistoryContractTests(DefaultHost api) : HistoryContract(api), IClassFixture<DefaultHost>;

public class HostileInputContractTests(DefaultHost api) : HostileInputContract(api), IClassFixture<DefaultHost>;

public class IdempotencyContractTests(DefaultHost api) : IdempotencyContract(api), IClassFixture<DefaultHost>;

public class KnowledgeContractTests(DefaultHost api) : KnowledgeContract(api), IClassFixture<DefaultHost>;

public class MeasureContractTests(DefaultHost api) : MeasureContract(api), IClassFixture<DefaultHost>;

public class MetricsContractTests(DefaultHost api) : MetricsContract(api), IClassFixture<DefaultHost>;

public class MutationContractTests(DefaultHost api) : MutationContract(api), IClassFixture<DefaultHost>;

public class NdJsonContractTests(DefaultHost api) : NdJsonContract(api), IClassFixture<DefaultHost>;

public class OccurredContractTests(DefaultHost api) : OccurredContract(api), IClassFixture<DefaultHost>;

public class OrderContractTests(DefaultHost api) : OrderContract(api), IClassFixture<DefaultHost>;

public class PagingContractTests(DefaultHost api) : PagingContract(api), IClassFixture<DefaultHost>;

public class PinContractTests(DefaultHost api) : PinContract(api), IClassFixture<DefaultHost>;

public class PreconditionContractTests(DefaultHost api) : PreconditionContract(api), IClassFixture<DefaultHost>;

public class RefusalContractTests(DefaultHost api) : RefusalContract(api), IClassFixture<DefaultHost>;

public class ReportContractTests(DefaultHost api) : ReportContract(api), IClassFixture<DefaultHost>;

public class ReportedAtContractTests(DefaultHost api) : ReportedAtContract(api), IClassFixture<DefaultHost>;

public class StatusContractTests(DefaultHost api) : StatusContract(api), IClassFixture<DefaultHost>;

public class TimelineContractTests(DefaultHost api) : TimelineContract(api), IClassFixture<DefaultHost>;

public class MementoContractTests(DefaultHost api) : MementoContract(api), IClassFixture<DefaultHost>;

public class TimeMapContractTests(DefaultHost api) : TimeMapContract(api), IClassFixture<DefaultHost>;

public class CitationContractTests(DefaultHost api) : CitationContract(api), IClassFixture<DefaultHost>;

public class SearchContractTests(DefaultHost api) : SearchContract(api), IClassFixture<DefaultHost>;
