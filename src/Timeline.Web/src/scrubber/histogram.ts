import { fill, svg } from '../dom/el';
import type { Moment } from '../knowledge/record';
import type { Micros } from '../time/instant';

const height = 44;

/** How much became known when: a bar a slice of known time, what was learned at the foot, revisions and withdrawals on top. */
export class Histogram {
  readonly element = svg('svg', { class: 'histogram', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  private readonly lit = svg('g', { class: 'lit' });

  draw(moments: readonly Moment[], start: Micros, end: Micros, width: number): void {
    const slices = Math.max(12, Math.min(240, Math.floor(width / 5)));
    const sums = sumBySlice(moments, start, end, slices);
    const most = Math.max(1, ...sums.map((sum) => sum[0] + sum[1] + sum[2]));
    const paths = ['learned', 'revised', 'withdrawn'].map((name, layer) => ({ name, d: pathOf(sums, layer as 0 | 1 | 2, most) }));
    this.element.setAttribute('viewBox', `0 0 ${slices} ${height}`);
    fill(this.lit, ...paths.map(({ name, d }) => svg('path', { d, class: name })));
    fill(this.element, svg('g', { class: 'dim' }, ...paths.map(({ name, d }) => svg('path', { d, class: name }))), this.lit);
  }

  /** Lights what was known by then. */
  light(share: number): void {
    this.lit.style.clipPath = `inset(0 ${100 - share * 100}% 0 0)`;
  }
}

type Sum = [learned: number, revised: number, withdrawn: number];

function sumBySlice(moments: readonly Moment[], start: Micros, end: Micros, slices: number): Sum[] {
  const sums = Array.from({ length: slices }, (): Sum => [0, 0, 0]);
  for (const moment of moments) {
    const slice = Math.min(slices - 1, Math.max(0, Math.floor(((moment.at - start) / (end - start)) * slices)));
    const sum = sums[slice]!;
    sum[0] += moment.learned;
    sum[1] += moment.revised;
    sum[2] += moment.withdrawn;
  }
  return sums;
}

/** The root makes a day with one report visible beside one with a hundred. */
function pathOf(sums: Sum[], layer: 0 | 1 | 2, most: number): string {
  const scale = (count: number) => (Math.sqrt(count) / Math.sqrt(most)) * (height - 2);
  return sums.map((sum, slice) => {
    if (sum[layer] === 0) return '';
    const below = sum.slice(0, layer).reduce((a, b) => a + b, 0);
    const [top, foot] = [height - scale(below + sum[layer]), height - scale(below)];
    return `M${slice + 0.12} ${top.toFixed(2)}h.76V${foot.toFixed(2)}h-.76z`;
  }).join('');
}
