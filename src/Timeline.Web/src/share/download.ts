import { el } from '../dom/el';
import { withQuery, type Question } from '../state/question';

const formats = [
  ['timeline.csv', 'CSV', 'for a spreadsheet'],
  ['events.jsonld', 'JSON-LD', 'schema.org events'],
  ['places.geojson', 'GeoJSON', 'for a map'],
  ['calendar.ics', 'iCalendar', 'for a calendar'],
  ['atom.xml', 'Atom', 'for a feed reader'],
  ['feed.json', 'JSON Feed', 'for a feed reader'],
  ['timelinejs.json', 'TimelineJS', 'for a story'],
  ['vis.json', 'vis-timeline', 'for an axis'],
] as const;

/** The same view in every format that the service writes. */
export function downloads(question: Question): HTMLElement {
  const query = question.toString();
  return el('ul', { class: 'choices' },
    ...formats.map(([file, name, hint]) => choice(withQuery(`/feeds/${file}`, query), name, hint)),
    choice(withQuery('/api/timeline', query), 'JSON', 'the API itself'));
}

const choice = (href: string, name: string, hint: string): HTMLElement => el('li', {}, el('a', { href, target: '_blank', rel: 'noopener' }, name, el('span', {}, hint)));
