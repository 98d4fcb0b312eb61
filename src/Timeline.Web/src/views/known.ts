import type { Context } from '../context';
import { el, fill } from '../dom/el';
import { perFrame, whenCalm } from '../dom/frame';
import { nextChange } from '../knowledge/steps';
import { Scrubber } from '../scrubber/scrubber';
import { Headline, loadedWords } from './headline';
import { News } from './news';
import { emptyPanel, notYetPanel, problemPanel } from './problem';

export interface Part {
  /** Another record. */
  onRecord(): void;
  /** Another knowledge time; once a frame. */
  onTime(): void;
  /** It is about to be printed. */
  onPrint(): void;
}

/** The frame of a view that shows a record as of the knowledge time: headline, slider, news, and what there is to say where there is no record. */
export class KnownView {
  readonly top: HTMLElement;
  readonly state = el('div', { class: 'state' });
  private readonly headline: Headline;
  private readonly scrubber: Scrubber;
  private readonly news: News;
  private readonly stop: () => void;
  private readonly note = whenCalm(250, () => this.noteTime());
  private readonly onPrint = () => this.part.onPrint();
  private readonly onTimeSoon = perFrame(() => this.onTime());

  constructor(private readonly context: Context, words: { past: string; now: string }, private readonly part: Part, private readonly content: HTMLElement) {
    this.headline = new Headline(context, words);
    this.scrubber = new Scrubber(context.store);
    this.news = new News(context);
    this.top = el('div', { class: 'known' }, this.headline.element, el('div', { class: 'scrubber-place' }, this.scrubber.element, this.news.element));
    addEventListener('beforeprint', this.onPrint);
    this.stop = context.store.listen({
      onRecord: () => this.onRecord(),
      onTime: () => {
        this.onTimeSoon();
        this.note();
      },
      onNews: () => this.news.show(),
    });
  }

  destroy(): void {
    removeEventListener('beforeprint', this.onPrint);
    this.note.cancel();
    this.stop();
    this.scrubber.destroy();
  }

  onRecord(): void {
    // First what is hidden: nothing can be measured in it.
    this.showState();
    this.scrubber.draw();
    this.part.onRecord();
    this.onTime();
  }

  private onTime(): void {
    this.headline.show();
    this.scrubber.show();
    this.part.onTime();
    this.showState();
  }

  private showState(): void {
    const { store, navigation } = this.context;
    const { question } = navigation.current;
    const isBlank = store.record.moments.length === 0;
    if (store.phase === 'ready' && document.documentElement.dataset['state'] !== 'ready') performance.mark('timeline:list');
    document.documentElement.dataset['state'] = store.phase;
    this.content.hidden = isBlank;
    if (store.phase === 'failed') fill(this.state, problemPanel(store.error, () => store.reload()));
    else if (store.phase === 'loading') fill(this.state, el('p', { class: 'loading', role: 'status' }, isBlank ? 'Loading …' : loadedWords(store.record.versions.length)));
    else if (isBlank) fill(this.state, emptyPanel(question.isFiltered, () => navigation.go({ question: question.withoutFilters() })));
    else if (store.record.totalAt(store.at) === 0) fill(this.state, notYetPanel(() => (store.time = nextChange(store.record, store.at))));
    else if (this.state.firstChild) fill(this.state);
  }

  /** The address follows the slider, without a step in the browser's history. */
  private noteTime(): void {
    const { store, navigation } = this.context;
    const question = navigation.current.question.withKnownAt(store.time);
    navigation.note({ question });
  }
}
