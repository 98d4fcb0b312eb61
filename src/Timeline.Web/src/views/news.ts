import type { Context } from '../context';
import { el, fill } from '../dom/el';
import { plural } from '../time/format';

/** A quiet word that there is more, and how fresh the page is. Nothing moves until it is asked for. */
export class News {
  readonly element = el('div', { class: 'news', role: 'status' });
  private shown = '';

  constructor(private readonly context: Context) {
    this.show();
  }

  show(): void {
    const { store, navigation } = this.context;
    const { question } = navigation.current;
    const signature = `${store.news.size}|${store.connection}|${question.isPinned}|${store.pin?.basis}`;
    if (signature === this.shown) return;
    this.shown = signature;
    if (question.isPinned) {
      fill(this.element, el('span', { class: 'pinned' }, `Pinned to log position ${store.pin?.basis ?? question.get('basis') ?? ''}`), el('button', { type: 'button', class: 'quiet', onclick: () => navigation.go({ question: question.unpinned() }) }, 'Show the newest'));
    } else if (store.news.size > 0) {
      fill(this.element, el('button', { type: 'button', class: 'pill', onclick: () => store.reload() }, `${plural(store.news.size, 'new change')}`));
    } else if (store.phase === 'ready') {
      fill(this.element, el('span', { class: `connection is-${store.connection}` }, store.connection === 'live' ? 'Live' : 'Reconnecting …'));
    } else {
      fill(this.element);
    }
  }
}
