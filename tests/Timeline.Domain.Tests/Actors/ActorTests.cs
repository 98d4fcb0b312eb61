using System.Text;
using Timeline.Domain.Actors;
using Timeline.Domain.Json;

namespace Timeline.Domain.Tests.Actors;

public sealed class ActorTests
{
    private static readonly ActorRegistered Dprk = new("dprk", "North Korea", ActorKind.State, ["조선", "DPR Korea"]);
    private static readonly ActorRegistered Russia = new("russia", "Russia", ActorKind.State, []);
    private static readonly DescribeActor Describe = new("dprk", default, default, default);

    [Fact]
    public void An_actor_is_registered() =>
        Given().When(new RegisterActor("dprk", "North Korea", ActorKind.State, ["조선", "DPR Korea"])).Then(Dprk);

    [Theory]
    [InlineData("DPRK")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("d p r k")]
    public void An_id_is_a_slug(string id) => Given().When(new RegisterActor(id, "N", ActorKind.Other, [])).ThenRefused("id");

    [Theory]
    [InlineData("dprk")]
    [InlineData("dpr-korea")]
    public void An_id_is_given_once_and_is_no_other_actor_s_alias(string id) =>
        Given(Dprk with { Aliases = ["DPR-Korea"] }).When(new RegisterActor(id, "N", ActorKind.Other, [])).ThenRefused(RefusalCode.Taken);

    [Theory]
    [InlineData("조선")]
    [InlineData("dpr korea")]
    [InlineData("DPRK")]
    public void An_alias_belongs_to_one_actor_whatever_its_case(string alias)
    {
        Given(Dprk).When(new RegisterActor("x", "N", ActorKind.Other, ["fine", alias])).ThenRefused("aliases[1]");
        Given(Dprk, Russia).When(Describe with { Actor = "russia", Aliases = Patch<IReadOnlyList<string>>.Set([alias]) }).ThenRefused("aliases[0]");
        Given(Dprk, Russia).When(new UpsertActor("russia", "Russia", ActorKind.State, [alias])).ThenRefused("aliases[0]");
    }

    [Theory]
    [InlineData("X", 0)]
    [InlineData(" blank", 0)]
    [InlineData("blank\t", 0)]
    public void An_alias_is_not_the_actor_s_own_id_nor_set_in_blanks(string alias, int at) =>
        Given().When(new RegisterActor("x", "N", ActorKind.Other, [alias])).ThenRefused($"aliases[{at}]");

    [Fact]
    public void An_alias_stands_once() => Given().When(new RegisterActor("x", "N", ActorKind.Other, ["A", "B", "a"])).ThenRefused("aliases[2]");

    [Fact]
    public void An_actor_keeps_its_own_aliases_and_their_order_counts() =>
        Given(Dprk).When(Describe with { Aliases = Patch<IReadOnlyList<string>>.Set(["DPR Korea", "조선"]) })
            .Then(new ActorDescribed("dprk", default, default, Patch<IReadOnlyList<string>>.Set(["DPR Korea", "조선"])));

    [Fact]
    public void An_alias_that_was_given_up_is_free_again() =>
        Given(Dprk, new ActorDescribed("dprk", default, default, Patch<IReadOnlyList<string>>.Set(null)))
            .When(new RegisterActor("x", "N", ActorKind.Other, ["조선"])).Then(new ActorRegistered("x", "N", ActorKind.Other, ["조선"]));

    [Fact]
    public void What_is_described_is_a_merge_patch()
    {
        var described = new ActorDescribed("dprk", Patch<string>.Set("DPRK"), Patch<ActorKind?>.Set(ActorKind.Other), Patch<IReadOnlyList<string>>.Set(null));
        Given(Dprk).When(new DescribeActor("dprk", described.Name, described.Kind, described.Aliases)).Then(described);
        ShouldBe(Fold(Dprk, described), new Actor("dprk", "DPRK", ActorKind.Other, []));
        ShouldBe(Fold(Dprk, new ActorDescribed("dprk", described.Name, default, default)), new Actor("dprk", "DPRK", ActorKind.State, Dprk.Aliases));
        ShouldBe(Fold(Dprk, new ActorDescribed("dprk", default, default, Patch<IReadOnlyList<string>>.Set(["a"]))), new Actor("dprk", "North Korea", ActorKind.State, ["a"]));
    }

    [Fact]
    public void Name_and_kind_are_not_cleared()
    {
        Given(Dprk).When(Describe with { Name = Patch<string>.Set(null) }).ThenRefused("name");
        Given(Dprk).When(Describe with { Kind = Patch<ActorKind?>.Set(null) }).ThenRefused("kind");
    }

    [Fact]
    public void Changing_nothing_is_refused()
    {
        Given(Dprk).When(Describe).ThenRefused();
        Given(Dprk).When(new DescribeActor("dprk", Patch<string>.Set("North Korea"), Patch<ActorKind?>.Set(ActorKind.State), Patch<IReadOnlyList<string>>.Set(Dprk.Aliases))).ThenRefused();
        Given(Russia).When(new DescribeActor("russia", default, default, Patch<IReadOnlyList<string>>.Set(null))).ThenRefused();
    }

    [Fact]
    public void Only_what_is_registered_is_described() => Given(Russia).When(Describe with { Name = Patch<string>.Set("N") }).ThenRefused(RefusalCode.NotFound);

    [Fact]
    public void An_upsert_registers_or_describes_what_differs_or_does_nothing()
    {
        var upsert = new UpsertActor("dprk", "North Korea", ActorKind.State, Dprk.Aliases);
        Given().When(upsert).Then(Dprk);
        Given(Dprk).When(upsert).ThenNothing();
        Given(Dprk).When(upsert with { Name = "DPRK" }).Then(new ActorDescribed("dprk", Patch<string>.Set("DPRK"), default, default));
        Given(Dprk).When(upsert with { Kind = ActorKind.Force }).Then(new ActorDescribed("dprk", default, Patch<ActorKind?>.Set(ActorKind.Force), default));
        Given(Dprk).When(upsert with { Aliases = [] }).Then(new ActorDescribed("dprk", default, default, Patch<IReadOnlyList<string>>.Set([])));
    }

    [Fact]
    public void An_actor_is_found_by_id_and_aliases_whatever_their_case() =>
        Fold(Dprk with { Aliases = ["DPR Korea", "조선", "Чосон"] })!.Keys.ShouldBe(["dprk", "dpr korea", "조선", "чосон"], ignoreOrder: true);

    [Fact]
    public void The_fold_ignores_what_does_not_fit()
    {
        Fold(new ActorDescribed("dprk", Patch<string>.Set("N"), default, default)).ShouldBeNull();
        ShouldBe(Fold(Dprk, Dprk with { Name = "Again" }), new Actor("dprk", "North Korea", ActorKind.State, Dprk.Aliases));
        ShouldBe(Fold(Dprk, new ActorDescribed("dprk", Patch<string>.Set(null), Patch<ActorKind?>.Set(null), default)), new Actor("dprk", "North Korea", ActorKind.State, Dprk.Aliases));
    }

    private static Actor? Fold(params ActorEvent[] events) => events.Aggregate((Actor?)null, Actor.Evolve);

    private static void ShouldBe(Actor? actual, Actor expected)
    {
        var actor = actual.ShouldNotBeNull();
        (actor.Id, actor.Name, actor.Kind).ShouldBe((expected.Id, expected.Name, expected.Kind));
        actor.Aliases.ShouldBe(expected.Aliases);
    }

    private static Situation Given(params ActorEvent[] events) => new(events);

    private sealed class Situation(IEnumerable<ActorEvent> events)
    {
        private readonly List<Actor> _actors = [.. events.GroupBy(e => e.Actor).Select(group => Fold([.. group])).OfType<Actor>()];

        public Outcome When(ActorCommand command) => new(ActorDecider.Decide(
            command,
            _actors.Find(actor => actor.Id == command.Actor),
            idOrAlias => _actors.Find(actor => actor.Keys.Contains(Actor.KeyOf(idOrAlias)))?.Id));
    }

    private sealed class Outcome(Decision<ActorEvent> decision)
    {
        public void Then(ActorEvent expected)
        {
            decision.Refusal.ShouldBeNull();
            Encoding.UTF8.GetString(EventTypes.Write(decision.Event!)).ShouldBe(Encoding.UTF8.GetString(EventTypes.Write(expected)));
        }

        public void ThenNothing() => decision.ShouldBe(Decision<ActorEvent>.Nothing);

        public void ThenRefused(params string[] fields)
        {
            decision.Event.ShouldBeNull();
            decision.Refusal.ShouldNotBeNull().Code.ShouldBe(RefusalCode.Invalid);
            (decision.Refusal!.Errors?.Keys ?? []).ShouldBe(fields);
        }

        public void ThenRefused(RefusalCode code)
        {
            decision.Event.ShouldBeNull();
            decision.Refusal.ShouldNotBeNull().Code.ShouldBe(code);
        }
    }
}
