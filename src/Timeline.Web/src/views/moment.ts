import { el } from '../dom/el';
import type { Moment } from '../knowledge/record';
import { formatNumber } from '../time/format';

/** `3 learned`, `1 revised`: in the colours of the bars. */
export function momentParts(moment: Pick<Moment, 'learned' | 'revised' | 'withdrawn'>): HTMLElement[] {
  return (['learned', 'revised', 'withdrawn'] as const).filter((what) => moment[what] > 0).map((what) => el('span', { class: `moment-part is-${what}` }, `${formatNumber(moment[what])} ${what}`));
}
