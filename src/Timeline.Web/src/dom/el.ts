type Child = Node | string | number | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | EventListener>;

/**
 * Makes an element. Children that are texts become text nodes, and attributes are set as such: nothing is ever parsed as HTML. `class` is its
 * class, an attribute that begins with `on` a listener; `true` sets an empty attribute, `false`, `null` and `undefined` none.
 */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes, children);
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, tag);
  dress(element, attributes, children);
  return element;
}

/** Replaces all that is in an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter(isThere).map(toNode));
}

/** Sets a text only where it differs, since setting it costs a layout. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function dress(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter(isThere).map(toNode));
}

const isThere = (child: Child): child is Node | string | number => child !== null && child !== undefined && child !== false;
const toNode = (child: Node | string | number): Node | string => (typeof child === 'number' ? String(child) : child);

/** Only `http:` and `https:` addresses become links: data may hold others. */
export function safeUrl(text: string | undefined): string | null {
  if (!text) return null;
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** A link to another site, or its text where there is no address to go to. */
export function outside(url: string | undefined, text: string, className?: string): HTMLElement {
  const href = safeUrl(url);
  return href ? el('a', { href, rel: 'noopener noreferrer', class: className }, text) : el('span', { class: className }, text);
}
