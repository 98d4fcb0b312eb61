import type { Amount, Figure } from '../api/types';
import { el } from '../dom/el';
import { formatNumber } from '../time/format';
import { measureWord } from '../words';

/** The number or range of a figure, without its unit. */
export function describeNumber(amount: Amount): string {
  const { value, min, max } = amount;
  if (value !== undefined) return formatNumber(value);
  if (min !== undefined && max !== undefined) return `${formatNumber(min)}–${formatNumber(max)}`;
  if (min !== undefined) return `at least ${formatNumber(min)}`;
  return max !== undefined ? `at most ${formatNumber(max)}` : 'some';
}

export function describeAmount(amount: Amount): string {
  return `${describeNumber(amount)} ${amount.unit}${amount.qualifier ? ` (${amount.qualifier})` : ''}`;
}

/** Where a figure stands on a scale: its value, or the middle of what it spans. */
export function boundsOf(amount: Amount): { low: number; high: number } {
  const low = amount.value ?? amount.min ?? amount.max ?? 0;
  return { low, high: amount.value ?? amount.max ?? low };
}

export function figureChip(figure: Figure): HTMLElement {
  return el('li', { class: 'figure' }, el('b', {}, describeNumber(figure)), ` ${figure.unit}`, el('span', { class: 'of' }, ` ${measureWord(figure.measure).toLowerCase()}`));
}
