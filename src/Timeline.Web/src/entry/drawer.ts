import { Refused, getJson, isAbort } from '../api/client';
import type { History } from '../api/types';
import type { Context } from '../context';
import { el, fill } from '../dom/el';
import { whenCalm } from '../dom/frame';
import { icon } from '../dom/icon';
import type { Version } from '../knowledge/record';
import { citation } from '../share/cite';
import { menu } from '../share/menu';
import { permalink } from '../share/permalink';
import { actorPath } from '../state/place';
import { withQuery } from '../state/question';
import { formatKnown, plural } from '../time/format';
import { toParameter } from '../time/instant';
import { kindWord } from '../words';
import { claimCards, disputeNote, retractionNote } from './claims';
import { clocks } from './clocks';
import { historyList } from './history';
import { statusBadge } from './status';

/** One development beside the list: as of the knowledge time, with its history up to then. */
export class Drawer {
  readonly element = el('dialog', { class: 'drawer', 'aria-labelledby': 'drawer-title', oncancel: (event) => this.onCancel(event), onkeydown: (event) => this.onKey(event as KeyboardEvent) });
  private readonly body = el('div', { class: 'drawer-body' });
  private readonly history = el('div', { class: 'drawer-history', 'aria-busy': 'true' });
  private readonly loadHistory = whenCalm(200, () => void this.fetchHistory());
  private readonly narrow = matchMedia('(max-width: 60rem)');
  private aborter = new AbortController();
  private id: string | null = null;
  private shown: Version | null | undefined;
  private opener: HTMLElement | null = null;

  constructor(private readonly context: Context) {
    const close = el('button', { type: 'button', class: 'round close', onclick: () => this.close() }, icon('close'), el('span', { class: 'unseen' }, 'Close'));
    this.element.append(el('div', { class: 'drawer-head' }, this.tools(), close), this.body, el('section', { class: 'drawer-section' }, el('h3', {}, 'How it came to this'), this.history));
    context.store.listen({ onTime: () => this.refresh(), onRecord: () => this.refresh() });
  }

  /** Opens what the address names, or closes. */
  follow(id: string | null): void {
    if (id === this.id) return;
    if (id !== null && this.id === null) this.opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    this.id = id;
    this.shown = undefined;
    if (id === null) {
      this.element.close();
      document.documentElement.classList.remove('has-drawer');
      this.opener?.focus({ preventScroll: true });
      return;
    }
    fill(this.history, el('p', { class: 'soft' }, 'Loading its history …'));
    this.refresh();
    if (!this.element.open) {
      // Beside the list where there is room, above the page where there is none.
      if (this.narrow.matches) this.element.showModal();
      else this.element.show();
    }
    document.documentElement.classList.add('has-drawer');
    this.element.scrollTop = 0;
    this.body.querySelector<HTMLElement>('#drawer-title')?.focus({ preventScroll: true });
  }

  /** Actors have other names. */
  rename(): void {
    this.shown = undefined;
    this.refresh();
  }

  private tools(): HTMLElement {
    const { store, navigation } = this.context;
    return el('div', { class: 'tools' },
      menu('Cite', 'quote', () => [citation(withQuery(`developments/${encodeURIComponent(this.id!)}`, this.pinQuery()))]),
      menu('Permalink', 'link', () => [permalink(navigation.current, store)]));
  }

  private refresh(): void {
    if (this.id === null) return;
    const { store } = this.context;
    const version = store.record.find(this.id, store.at);
    if (version === this.shown && this.shown !== undefined) return;
    this.shown = version;
    fill(this.body, ...(version ? this.describe(version) : this.describeUnknown()));
    this.history.setAttribute('aria-busy', 'true');
    this.loadHistory();
  }

  private describe(version: Version): (HTMLElement | null)[] {
    const { entry } = version;
    const { names } = this.context;
    return [
      el('p', { class: 'kicker' }, el('span', { class: 'kind' }, kindWord(entry.kind)), statusBadge(entry.status), el('span', { class: 'soft' }, plural(entry.revision, 'revision'))),
      el('h2', { id: 'drawer-title', tabindex: -1 }, entry.headline),
      entry.retraction ? retractionNote(entry.retraction) : null,
      ...(entry.disputes ?? []).map((dispute) => disputeNote(dispute, (id) => names.of(id))),
      entry.summary ? el('p', { class: 'summary' }, entry.summary) : null,
      el('p', { class: 'people' }, el('a', { href: actorPath(entry.actor) }, names.of(entry.actor)), ...(entry.participants ?? []).map((one) => el('span', {}, el('a', { href: actorPath(one.actor) }, names.of(one.actor)), el('span', { class: 'soft' }, ` ${one.role}`)))),
      entry.places ? el('p', { class: 'soft' }, `In ${entry.places.map((place) => place.name).join(', ')}`) : null,
      section('Who says what', claimCards(entry)),
      section('Three clocks', clocks(entry)),
      entry.tags ? el('p', { class: 'tags' }, ...entry.tags.map((tag) => el('span', { class: 'tag' }, tag))) : null,
    ];
  }

  private describeUnknown(): HTMLElement[] {
    const { store } = this.context;
    const words = store.phase === 'loading' ? 'Loading …' : `Nothing was known of this on ${formatKnown(store.at)}, or the filters leave it out.`;
    return [el('h2', { id: 'drawer-title', tabindex: -1 }, this.id!), el('p', { class: 'soft' }, words)];
  }

  private pinQuery(): string {
    const { store } = this.context;
    const parameters = new URLSearchParams({ knownAt: toParameter(store.at) });
    if (store.pin) parameters.set('basis', String(store.pin.basis));
    if (store.pin) parameters.set('edition', store.pin.edition);
    return parameters.toString();
  }

  private async fetchHistory(): Promise<void> {
    this.aborter.abort();
    const aborter = (this.aborter = new AbortController());
    if (this.id === null || this.context.store.phase === 'loading') return;
    try {
      const history = await getJson<History>(withQuery(`/api/developments/${encodeURIComponent(this.id)}/history`, this.pinQuery()), aborter.signal);
      fill(this.history, historyList(history.events, (id) => this.context.names.of(id)));
    } catch (error) {
      if (isAbort(error)) return;
      const isUnknown = error instanceof Refused && error.problem.status === 404;
      fill(this.history, el('p', { class: 'soft' }, isUnknown ? 'Nothing had been reported yet.' : `Its history could not be fetched: ${(error as Error).message}`));
    }
    this.history.setAttribute('aria-busy', 'false');
  }

  private close(): void {
    const { navigation } = this.context;
    navigation.go({ display: { ...navigation.current.display, entry: null } });
  }

  private onCancel(event: Event): void {
    event.preventDefault();
    this.close();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      this.close();
    }
  }
}

const section = (title: string, ...content: HTMLElement[]): HTMLElement => el('section', { class: 'drawer-section' }, el('h3', {}, title), ...content);
