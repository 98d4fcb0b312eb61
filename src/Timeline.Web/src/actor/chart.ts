import { boundsOf, describeAmount } from '../entry/amount';
import { entryLink } from '../entry/row';
import { el, fill, svg } from '../dom/el';
import { ticksBetween } from '../scrubber/ticks';
import { formatNumber, formatReported } from '../time/format';
import { day, type Micros } from '../time/instant';
import { measureWord } from '../words';
import { scaleFor, seriesOf, toldAt, type Series } from './series';
import type { Claim } from '../api/types';

const [width, height] = [640, 260];
const margin = { left: 56, right: 12, top: 10, bottom: 24 };
const marks = 8;

/**
 * What was claimed of one measure over known time: a line a claimant, from each claim until it was told no more. They are drawn side by side; no
 * line stands for the truth between them.
 */
export class MeasureChart {
  readonly element: HTMLElement;
  private readonly plot = svg('svg', { class: 'plot', viewBox: `0 0 ${width} ${height}`, role: 'img' });
  private readonly legend = el('ul', { class: 'legend' });
  private readonly series: Series[];
  private readonly start: Micros;
  private readonly end: Micros;
  private readonly scale: { top: number; lines: number[] };
  private shown = -1;

  constructor(private readonly measure: string, private readonly unit: string, claims: readonly Claim[]) {
    this.series = seriesOf(claims);
    const times = this.series.flatMap((series) => series.claims.map((claim) => claim.at));
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const room = Math.max(2 * day, (last - first) * 0.08);
    [this.start, this.end] = [first - room, last + room];
    this.scale = scaleFor(Math.max(...claims.map((claim) => boundsOf(claim).high)));
    this.element = el('figure', { class: 'measure-chart' }, el('figcaption', {}, measureWord(measure), el('span', {}, unit)), this.plot, this.legend);
  }

  /** As of a knowledge time: what nobody had claimed yet is not there. */
  show(at: Micros): void {
    const told = this.series.reduce((count, series) => count + toldAt(series, at).length, 0);
    if (told === this.shown) return this.move(at);
    this.shown = told;
    this.plot.setAttribute('aria-label', `${measureWord(this.measure)} in ${this.unit}, by who claims it: ${told} claims. The list below has them all.`);
    fill(this.plot, ...this.grid(), ...this.series.map((series, at2) => this.line(series, at2 % marks, at)), svg('line', { class: 'cursor', y1: margin.top, y2: height - margin.bottom }));
    fill(this.legend, ...this.series.map((series, index) => legendLine(series, index % marks, at)));
    this.element.hidden = told === 0;
    this.move(at);
  }

  private move(at: Micros): void {
    const x = this.x(Math.min(at, this.end));
    const cursor = this.plot.querySelector('.cursor');
    cursor?.setAttribute('x1', String(x));
    cursor?.setAttribute('x2', String(x));
  }

  private grid(): SVGElement[] {
    return [
      ...this.scale.lines.flatMap((value) => [
        svg('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: this.y(value), y2: this.y(value) }),
        svg('text', { class: 'scale', x: margin.left - 8, y: this.y(value) + 4, 'text-anchor': 'end' }, formatNumber(value)),
      ]),
      ...ticksBetween(this.start, this.end, width).map((tick) => svg('text', { class: 'scale', x: this.x(tick.at), y: height - 6, 'text-anchor': 'middle' }, tick.label)),
    ];
  }

  private line(series: Series, mark: number, at: Micros): SVGElement {
    const claims = toldAt(series, at);
    return svg('g', { class: `series mark-${mark}` }, ...claims.flatMap((claim, index) => {
      const { low, high } = boundsOf(claim);
      const until = Math.min(claim.until, claims[index + 1]?.at ?? Infinity, at, this.end);
      const x = this.x(claim.at);
      return [
        high > low ? svg('rect', { class: 'spread', x, y: this.y(high), width: Math.max(3, this.x(until) - x), height: Math.max(2, this.y(low) - this.y(high)) }) : svg('line', { class: 'told', x1: x, x2: Math.max(x, this.x(until)), y1: this.y(high), y2: this.y(high) }),
        svg('path', { class: 'point', d: pointPath(mark, x, this.y(high)) }, svg('title', {}, `${series.attribution}: ${describeAmount(claim)}, ${formatReported(claim, true)}`)),
      ];
    }));
  }

  private x(at: Micros): number {
    return margin.left + ((at - this.start) / (this.end - this.start)) * (width - margin.left - margin.right);
  }

  private y(value: number): number {
    return height - margin.bottom - (value / this.scale.top) * (height - margin.top - margin.bottom);
  }
}

function legendLine(series: Series, mark: number, at: Micros): HTMLElement | null {
  const claims = toldAt(series, at);
  if (claims.length === 0) return null;
  return el('li', { class: `mark-${mark}` },
    svg('svg', { class: 'key', viewBox: '-8 -8 16 16', width: 14, height: 14, 'aria-hidden': 'true' }, svg('path', { class: 'point', d: pointPath(mark, 0, 0) })),
    el('span', { class: 'who' }, series.attribution),
    el('span', { class: 'told' }, ...claims.flatMap((claim, index) => [
      index > 0 ? ', ' : null,
      el('a', { href: entryLink(claim.development), class: claim.until <= at ? 'superseded' : null, title: formatReported(claim) }, describeAmount(claim)),
    ])));
}

/** Claimants differ by shape as well as by colour. */
function pointPath(mark: number, x: number, y: number): string {
  switch (mark % 4) {
    case 0: return `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0z`;
    case 1: return `M${x - 4.5} ${y - 4.5}h9v9h-9z`;
    case 2: return `M${x} ${y - 6}l6 10.5h-12z`;
    default: return `M${x} ${y - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z`;
  }
}
