import { svg } from './el';

const paths = {
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  previous: 'M18 5v14l-10-7zM5 5h2.2v14H5z',
  next: 'M6 5v14l10-7zM16.8 5H19v14h-2.2z',
  close: 'M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
  plus: 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  minus: 'M5 11h14v2H5z',
  fit: 'M4 9V4h5v2H6v3zM20 9V4h-5v2h3v3zM4 15v5h5v-2H6v-3zM20 15v5h-5v-2h3v-3z',
  search: 'M10.5 4a6.5 6.5 0 0 1 5.2 10.4l4.4 4.5-1.2 1.2-4.5-4.4A6.5 6.5 0 1 1 10.5 4zm0 1.8a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4z',
  sun: 'M12 7.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM11.2 2h1.6v3.4h-1.6zM11.2 18.6h1.6V22h-1.6zM2 11.2h3.4v1.6H2zM18.6 11.2H22v1.6h-3.4zM4.4 5.5l1.1-1.1 2.4 2.4-1.1 1.1zM16.1 17.2l1.1-1.1 2.4 2.4-1.1 1.1zM17.2 7.9l-1.1-1.1 2.4-2.4 1.1 1.1zM5.5 19.6l-1.1-1.1 2.4-2.4 1.1 1.1z',
  moon: 'M14.5 3.2A9 9 0 1 0 20.8 14 7.2 7.2 0 0 1 14.5 3.2z',
  auto: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 1.8v14.4a7.2 7.2 0 0 0 0-14.4z',
  link: 'M9.5 14.5a.9.9 0 0 1-1.3 0 4.2 4.2 0 0 1 0-6l2.6-2.6a4.2 4.2 0 0 1 6 6l-1.3 1.2-1.2-1.2 1.2-1.3a2.5 2.5 0 0 0-3.5-3.5L9.4 9.8a2.5 2.5 0 0 0 0 3.5.9.9 0 0 1 .1 1.2zm5-5a.9.9 0 0 1 1.3 0 4.2 4.2 0 0 1 0 6l-2.6 2.6a4.2 4.2 0 0 1-6-6l1.3-1.2 1.2 1.2-1.2 1.3a2.5 2.5 0 0 0 3.5 3.5l2.6-2.7a2.5 2.5 0 0 0 0-3.5.9.9 0 0 1-.1-1.2z',
  quote: 'M5 17.5c2.7-.4 4-2 4-4.5H5.5V6H11v6.6c0 4-2 6.4-5.5 6.9zM14 17.5c2.7-.4 4-2 4-4.5h-3.5V6H20v6.6c0 4-2 6.4-5.5 6.9z',
  download: 'M11.1 4h1.8v8.6l3-3 1.3 1.3-5.2 5.2-5.2-5.2 1.3-1.3 3 3zM5 18h14v1.8H5z',
  arrow: 'M13 5.5 19.5 12 13 18.5l-1.3-1.3 4.3-4.3H4.5v-1.8H16l-4.3-4.3z',
  down: 'm6.4 9 5.6 5.6L17.6 9 19 10.4l-7 7-7-7z',
} as const;

export type IconName = keyof typeof paths;

/** A sign without a meaning of its own: what it stands for is said by the control it is in. */
export function icon(name: IconName): SVGSVGElement {
  return svg('svg', { class: 'icon', viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true' }, svg('path', { d: paths[name], fill: 'currentColor' }));
}
