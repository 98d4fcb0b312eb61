import type { Context } from '../context';
import { storeTheme, storedTheme, type Theme } from '../dom/theme';
import { el, fill } from '../dom/el';
import { whenCalm } from '../dom/frame';
import { icon } from '../dom/icon';
import { changesPath, formatPlace, timelinePath, type Place } from '../state/place';
import { withQuery } from '../state/question';

const themes: Record<Theme, { next: Theme; sign: 'auto' | 'sun' | 'moon'; words: string }> = {
  auto: { next: 'light', sign: 'auto', words: 'Colours follow the system' },
  light: { next: 'dark', sign: 'sun', words: 'Light colours' },
  dark: { next: 'auto', sign: 'moon', words: 'Dark colours' },
};

/** The head of every view: where one can go, the search, the colours. The HTML has its outline already. */
export class Header {
  private readonly search = el('input', { type: 'search', name: 'q', placeholder: 'Search', 'aria-label': 'Search headlines, summaries, actors, places', autocomplete: 'off', maxlength: 500, oninput: () => this.searchSoon() });
  private readonly timeline = el('a', { href: timelinePath }, 'Timeline');
  private readonly changes = el('a', { href: changesPath }, 'What changed');
  private readonly theme = el('button', { type: 'button', class: 'round', onclick: () => this.turn() });
  private readonly searchSoon = whenCalm(350, () => this.submit());

  constructor(place: HTMLElement, private readonly context: () => Context) {
    const form = el('form', { class: 'search', role: 'search', onsubmit: (event) => {
      event.preventDefault();
      this.searchSoon.cancel();
      this.submit();
    } }, icon('search'), this.search);
    fill(place, el('nav', { 'aria-label': 'Views' }, this.timeline, this.changes), form, this.theme);
    this.showTheme(storedTheme());
  }

  show(current: Place): void {
    const filters = current.question.unpinned().with('knownAt').with('order').toString();
    this.timeline.href = withQuery(timelinePath, current.view === 'timeline' ? current.question.toString() : filters);
    this.changes.href = current.view === 'changes' ? formatPlace(current) : withQuery(changesPath, filters);
    mark(this.timeline, current.view === 'timeline');
    mark(this.changes, current.view === 'changes');
    if (document.activeElement !== this.search) this.search.value = current.question.get('q') ?? '';
  }

  focusSearch(): void {
    this.search.focus();
    this.search.select();
  }

  private submit(): void {
    const { navigation } = this.context();
    const words = this.search.value.trim();
    if (words === (navigation.current.question.get('q') ?? '')) return;
    // Each letter is not a step in the browser's history.
    navigation.replace({ question: navigation.current.question.with('q', words) });
  }

  private turn(): void {
    const { next } = themes[storedTheme()];
    storeTheme(next);
    this.showTheme(next);
  }

  private showTheme(theme: Theme): void {
    const { sign, words } = themes[theme];
    this.theme.title = words;
    fill(this.theme, icon(sign), el('span', { class: 'unseen' }, words));
  }
}

function mark(link: HTMLElement, isCurrent: boolean): void {
  if (isCurrent) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
}
