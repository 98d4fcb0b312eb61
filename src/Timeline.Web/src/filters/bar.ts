import { kinds, statuses } from '../api/types';
import type { Context } from '../context';
import { el, fill } from '../dom/el';
import { menu } from '../share/menu';
import type { ListFilter, Question } from '../state/question';
import { kindWord, statusWord } from '../words';
import { choiceList, type Choice } from './choices';
import { dateFilter } from './dates';
import { countKnown, fetchFacets } from './facets';

/** The filters: a menu for each, and beside them what is in force, each to be taken away. */
export class FilterBar {
  readonly element: HTMLElement;
  private readonly active = el('ul', { class: 'active-filters', 'aria-label': 'Filters in force' });

  /** @param without A filter that the view itself sets, such as an actor's page its actor. */
  constructor(private readonly context: Context, without?: ListFilter) {
    this.element = el('div', { class: 'filters', role: 'group', 'aria-label': 'Filters' },
      without === 'actor' ? null : this.menuOf('Actor', () => this.chooser('actor', 'Actors', this.context.names.all().map((actor) => ({ value: actor.id, words: actor.name })))),
      this.menuOf('Kind', () => this.chooser('kind', 'Kinds', this.counted(kinds, kindWord, (entry) => entry.kind))),
      this.menuOf('Status', () => this.chooser('status', 'Statuses', this.counted(statuses, statusWord, (entry) => entry.status))),
      this.menuOf('Publisher', () => this.later('publisher')),
      this.menuOf('Tag', () => this.later('tag')),
      this.menuOf('When it happened', () => dateFilter(this.question, (question) => this.apply(question))),
      this.active);
    this.show();
  }

  /** Another question. */
  show(): void {
    const { question } = this;
    const chips = [
      ...(['actor', 'kind', 'status', 'publisher', 'tag'] as const).flatMap((name) => question.all(name).map((value) => this.chip(this.wordsOf(name, value), question.toggle(name, value)))),
      ...(question.get('q') ? [this.chip(`“${question.get('q')}”`, question.with('q'))] : []),
      ...(question.get('occurredFrom') ? [this.chip(`from ${question.get('occurredFrom')}`, question.with('occurredFrom'))] : []),
      ...(question.get('occurredTo') ? [this.chip(`to ${question.get('occurredTo')}`, question.with('occurredTo'))] : []),
      ...(question.get('match') ? [this.chip(`${question.get('match')} matches`, question.with('match'))] : []),
      ...(question.get('bbox') ? [this.chip(`within ${question.get('bbox')}`, question.with('bbox'))] : []),
      ...(question.get('include') ? [this.chip('with retracted', question.with('include'))] : []),
    ];
    fill(this.active, ...chips, chips.length > 1 && el('li', {}, el('button', { type: 'button', class: 'quiet', onclick: () => this.apply(question.withoutFilters()) }, 'Clear all')));
    this.active.hidden = chips.length === 0;
  }

  private get question(): Question {
    return this.context.navigation.current.question;
  }

  private apply(question: Question): void {
    this.context.navigation.go({ question });
  }

  private menuOf(label: string, content: () => HTMLElement): HTMLElement {
    return menu(label, 'down', () => [content()], 'filter');
  }

  private chooser(name: ListFilter, label: string, choices: readonly Choice[]): HTMLElement {
    return choiceList(label, choices, this.question.all(name), (value) => this.apply(this.question.toggle(name, value)));
  }

  private counted(values: readonly string[], words: (value: string) => string, of: Parameters<typeof countKnown>[1]): Choice[] {
    const counts = countKnown(this.context, of);
    return values.map((value) => ({ value, words: words(value), count: counts.get(value) ?? 0 }));
  }

  /** Tags and publishers are asked for when they are wanted. */
  private later(name: 'publisher' | 'tag'): HTMLElement {
    const place = el('div', { 'aria-busy': 'true' }, el('p', { class: 'soft' }, 'Loading …'));
    fetchFacets(this.question).then(
      ({ tags, publishers }) => fill(place, this.chooser(name, name === 'tag' ? 'Tags' : 'Publishers', (name === 'tag' ? tags : publishers).map((facet) => ({ value: facet.value, words: facet.value, count: facet.count })))),
      (error: unknown) => fill(place, el('p', { class: 'soft' }, error instanceof Error ? error.message : 'They could not be fetched.')),
    ).finally(() => place.setAttribute('aria-busy', 'false'));
    return place;
  }

  private chip(words: string, without: Question): HTMLElement {
    return el('li', {}, el('button', { type: 'button', class: 'chip', onclick: () => this.apply(without) }, words, el('span', { class: 'unseen' }, ' (remove)'), el('span', { class: 'cross', 'aria-hidden': 'true' }, '×')));
  }

  private wordsOf(name: ListFilter, value: string): string {
    return name === 'actor' ? this.context.names.of(value) : name === 'kind' ? kindWord(value) : name === 'status' ? statusWord(value) : value;
  }
}
