import { formatPlace, parsePlace, type Place } from './place';

/** Where the page is, and how it gets elsewhere: the address is the only state that lasts. */
export class Navigation {
  private place = parsePlace(new URL(location.href));

  constructor(private readonly onChange: (place: Place, before: Place) => void) {
    addEventListener('popstate', () => this.arrive(parsePlace(new URL(location.href))));
    document.addEventListener('click', (event) => this.follow(event));
  }

  get current(): Place {
    return this.place;
  }

  /** A new entry in the browser's history. */
  go(change: Partial<Place>): void {
    const next = { ...this.place, ...change };
    const address = formatPlace(next);
    if (address !== formatPlace(this.place)) history.pushState(null, '', address);
    this.arrive(next);
  }

  /** The same entry, as for a slider that moves on. */
  replace(change: Partial<Place>): void {
    const next = { ...this.place, ...change };
    history.replaceState(null, '', formatPlace(next));
    this.arrive(next);
  }

  /** Only the address: whoever calls shows it already. */
  note(change: Partial<Place>): void {
    this.place = { ...this.place, ...change };
    history.replaceState(null, '', formatPlace(this.place));
  }

  private arrive(next: Place): void {
    const before = this.place;
    this.place = next;
    this.onChange(next, before);
  }

  /** Links within the page do not load it anew. */
  private follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin || !isOurs(link.pathname)) return;
    // A fragment of the document, as of the link that skips to the content.
    if (link.hash.length > 1 && !link.hash.includes('=')) return;
    event.preventDefault();
    const leaves = link.pathname !== location.pathname;
    history.pushState(null, '', link.href);
    this.arrive(parsePlace(new URL(link.href)));
    if (leaves) scrollTo(0, 0);
  }
}

const isOurs = (path: string): boolean => path === '/' || path === '/changes' || path.startsWith('/actors/');
