import { el } from '../dom/el';
import type { Question } from '../state/question';

/** When it happened: two EDTF dates, and how strictly they are meant. */
export function dateFilter(question: Question, apply: (question: Question) => void): HTMLElement {
  const from = field('From', question.get('occurredFrom'), '2024-10');
  const to = field('To', question.get('occurredTo'), '2024-11-20');
  const strict = el('input', { type: 'checkbox', checked: question.get('match') === 'definite' });
  return el('form', { class: 'date-filter', onsubmit: (event) => submit(event) },
    el('p', {}, 'A day, a month, a year, or any other ', el('a', { href: 'https://www.loc.gov/standards/datetime/', rel: 'noopener noreferrer', target: '_blank' }, 'EDTF'), ' date.'),
    from.label, to.label,
    el('label', { class: 'inline' }, strict, ' Only what certainly lies between'),
    el('p', { class: 'actions' }, el('button', { type: 'submit', class: 'primary' }, 'Apply')));

  function submit(event: Event): void {
    event.preventDefault();
    apply(question.with('occurredFrom', from.input.value.trim()).with('occurredTo', to.input.value.trim()).with('match', strict.checked ? 'definite' : null));
  }
}

function field(words: string, value: string | null, example: string): { label: HTMLElement; input: HTMLInputElement } {
  const input = el('input', { type: 'text', value: value ?? '', placeholder: example, size: 14, autocomplete: 'off', spellcheck: 'false' });
  return { label: el('label', {}, words, input), input };
}
