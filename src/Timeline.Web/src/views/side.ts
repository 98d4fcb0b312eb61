import type { Figure } from '../api/types';
import type { Context } from '../context';
import { boundsOf, describeNumber } from '../entry/amount';
import { entryLink } from '../entry/row';
import { el, fill } from '../dom/el';
import { whenCalm } from '../dom/frame';
import { formatReported, plural } from '../time/format';
import { measureWord } from '../words';

const [mostMeasures, mostClaims] = [4, 6];

/** What is told of one measure in one unit. */
interface Told extends Figure {
  development: string;
}

interface Measured {
  measure: string;
  unit: string;
  count: number;
  /** The greatest number among all. */
  most: number;
  newest: Told[];
}

/** The figures on which the known claims disagree, side by side. */
export class SideBySide {
  readonly element = el('aside', { class: 'side', 'aria-labelledby': 'side-title' });
  /** After the slider has come to rest: it is for reading. */
  readonly showSoon = whenCalm(100, () => this.show());
  private shown = '';

  constructor(private readonly context: Context) {}

  private show(): void {
    const measures = this.collect();
    const signature = JSON.stringify(measures);
    if (signature === this.shown) return;
    this.shown = signature;
    this.element.hidden = measures.length === 0;
    fill(this.element, el('h2', { id: 'side-title' }, 'Who counts what'), el('p', { class: 'soft' }, 'As claimed, side by side; never averaged.'), ...measures.map(measureBlock));
  }

  /** Measures that two or more claim, those of the most claims first. */
  private collect(): Measured[] {
    const { store } = this.context;
    const measures = new Map<string, Told[]>();
    for (const { entry } of store.record.recent(store.at)) {
      for (const figure of entry.figures ?? []) {
        const key = `${figure.measure} ${figure.unit}`;
        const claims = measures.get(key);
        const claim = { ...figure, development: entry.id };
        if (claims) claims.push(claim);
        else measures.set(key, [claim]);
      }
    }
    return [...measures.values()].filter((claims) => claims.some((claim) => claim.attribution !== claims[0]!.attribution))
      .sort((a, b) => b.length - a.length || (a[0]!.measure < b[0]!.measure ? -1 : 1)).slice(0, mostMeasures)
      .map((claims) => ({
        measure: claims[0]!.measure,
        unit: claims[0]!.unit,
        count: claims.length,
        most: claims.reduce((most, claim) => Math.max(most, boundsOf(claim).high), 1),
        newest: claims.sort((a, b) => (a.reportedAt < b.reportedAt ? 1 : a.reportedAt > b.reportedAt ? -1 : 0)).slice(0, mostClaims),
      }));
  }
}

function measureBlock({ measure, unit, count, most, newest }: Measured): HTMLElement {
  return el('section', { class: 'measure' }, el('h3', {}, measureWord(measure), el('span', {}, unit)),
    el('ul', {}, ...newest.map((claim) => claimLine(claim, most))),
    count > newest.length ? el('p', { class: 'soft' }, `and ${plural(count - newest.length, 'older claim')}`) : null);
}

function claimLine(claim: Told, most: number): HTMLElement {
  const { low, high } = boundsOf(claim);
  const mark = el('i', { 'aria-hidden': 'true' });
  mark.style.left = `${(low / most) * 100}%`;
  mark.style.width = `${((high - low) / most) * 100}%`;
  const by = `${claim.attribution}, ${formatReported(claim, true)}`;
  return el('li', {}, el('a', { href: entryLink(claim.development), title: by }, el('span', { class: 'who' }, claim.attribution), el('b', {}, describeNumber(claim)), el('span', { class: 'scale' }, mark)));
}
