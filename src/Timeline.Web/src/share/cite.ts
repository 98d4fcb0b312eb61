import { get } from '../api/client';
import { el, fill } from '../dom/el';
import { copy } from './clipboard';

const formats = [['text', 'Text'], ['bibtex', 'BibTeX'], ['csl', 'CSL-JSON']] as const;

/**
 * A citation of a pinned answer, in three formats, with the hash of its bytes.
 * @param path Under `/api/`, with its query: what is cited.
 */
export function citation(path: string): HTMLElement {
  const text = el('textarea', { class: 'citation', readonly: true, rows: 6, 'aria-label': 'Citation', spellcheck: 'false' });
  const state = el('span', { class: 'state', role: 'status' });
  const button = el('button', { type: 'button', class: 'primary', onclick: () => void copyText() }, 'Copy');
  const tabs = formats.map(([format, name]) => el('button', { type: 'button', class: 'tab', onclick: () => void choose(format) }, name));
  const element = el('div', { class: 'cite' }, el('p', {}, 'Cites this answer as it stands: its address, log position and hash never change.'), el('div', { class: 'tabs' }, ...tabs), text, el('p', { class: 'actions' }, button, state));
  void choose('text');
  return element;

  async function choose(format: (typeof formats)[number][0]): Promise<void> {
    formats.forEach(([name], at) => tabs[at]!.setAttribute('aria-pressed', String(name === format)));
    fill(state);
    text.value = '…';
    try {
      const answer = await get(`/api/cite/${path}${path.includes('?') ? '&' : '?'}format=${format}`, { accept: '*/*' });
      text.value = (await answer.text()).trim();
    } catch (error) {
      text.value = '';
      fill(state, error instanceof Error ? error.message : 'It could not be fetched.');
    }
  }

  async function copyText(): Promise<void> {
    if (await copy(text.value, 'Citation')) fill(state, 'Copied.');
    else {
      text.select();
      fill(state, 'Press Ctrl-C or ⌘C to copy.');
    }
  }
}
