import { el, fill } from '../dom/el';
import { formatNumber } from '../time/format';

export interface Choice {
  value: string;
  words: string;
  count?: number | undefined;
}

/** Boxes to tick; of many, with a field that narrows them. What is chosen stands first. */
export function choiceList(label: string, choices: readonly Choice[], chosen: readonly string[], toggle: (value: string) => void): HTMLElement {
  const missing = chosen.filter((value) => !choices.some((choice) => choice.value === value)).map((value): Choice => ({ value, words: value }));
  const sorted = [...missing, ...choices].sort((a, b) => Number(chosen.includes(b.value)) - Number(chosen.includes(a.value)));
  const list = el('ul', { class: 'boxes' });
  const show = (part: string) => fill(list, ...sorted.filter((choice) => choice.words.toLowerCase().includes(part.toLowerCase())).slice(0, 200).map((choice) => box(choice)));
  show('');
  const search = el('input', { type: 'search', placeholder: `Find ${label.toLowerCase()}`, 'aria-label': `Find ${label.toLowerCase()}`, oninput: () => show(search.value) });
  return el('fieldset', { class: 'choice-list' }, el('legend', { class: 'unseen' }, label), sorted.length > 12 ? search : null, list);

  function box(choice: Choice): HTMLElement {
    const input = el('input', { type: 'checkbox', value: choice.value, checked: chosen.includes(choice.value), onchange: () => toggle(choice.value) });
    return el('li', {}, el('label', {}, input, el('span', { class: 'words' }, choice.words), choice.count === undefined ? null : el('span', { class: 'count' }, formatNumber(choice.count))));
  }
}
