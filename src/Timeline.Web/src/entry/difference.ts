import { el } from '../dom/el';

const longest = 400;

/** One text with what went and what came marked, word by word; very long texts one after the other. */
export function wordDifference(before: string, after: string): HTMLElement {
  const [old, fresh] = [split(before), split(after)];
  if (old.length > longest || fresh.length > longest) return el('div', { class: 'difference' }, el('del', {}, before), ' ', el('ins', {}, after));
  return el('div', { class: 'difference' }, ...runs(old, fresh).map(([kind, text]) => (kind === 'same' ? text : el(kind, {}, text))));
}

type Run = ['same' | 'del' | 'ins', string];

/** Words with the blanks that follow them. */
const split = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];

/** The longest common subsequence, as runs; what is replaced is deleted before it is inserted. */
function runs(before: string[], after: string[]): Run[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const same = (i: number, j: number) => before[i]!.trim() === after[j]!.trim();
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i]![j] = same(i, j) ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const found: Run[] = [];
  const add = (kind: Run[0], text: string) => {
    const last = found.at(-1);
    if (last?.[0] === kind) last[1] += text;
    else found.push([kind, text]);
  };
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && same(i, j)) {
      add('same', after[j]!);
      i++;
      j++;
    } else if (i < before.length && (j >= after.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      add('del', before[i++]!);
    } else {
      add('ins', after[j++]!);
    }
  }
  return found;
}
