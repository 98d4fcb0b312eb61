/**
 * `/embed.js`, which other sites load: puts a frame with the timeline after its own script element, and keeps it as tall as what it shows. A
 * classic script that shares no chunk with others, because `document.currentScript` is null in a module.
 */
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;

  /** Of these, `data-` attributes hold as many values as they like, with commas between. */
  const lists = ['actor', 'kind', 'status', 'include'];
  const single = ['tag', 'publisher', 'q', 'occurredFrom', 'occurredTo', 'match', 'bbox', 'order', 'knownAt', 'basis', 'recordedAt', 'edition', 'limit', 'theme'];
  const tallest = 100_000;

  const address = new URL('embed', script.src);
  for (const name of [...lists, ...single]) {
    const text = script.dataset[name];
    if (!text) continue;
    for (const value of lists.includes(name) ? text.split(',') : [text]) address.searchParams.append(name, value.trim());
  }

  const frame = document.createElement('iframe');
  frame.title = script.dataset['title'] || 'Timeline: what was known';
  frame.loading = 'lazy';
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox');
  // Properties, which a policy against inline styles allows, unlike the attribute.
  Object.assign(frame.style, { display: 'block', boxSizing: 'border-box', width: '100%', height: '24rem', border: '0', colorScheme: 'normal' });
  frame.src = address.href;

  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== address.origin || event.source !== frame.contentWindow) return;
    const { type, height } = (event.data ?? {}) as { type?: unknown; height?: unknown };
    if (type === 'timeline:height' && typeof height === 'number' && height > 0 && height <= tallest) frame.style.height = `${Math.ceil(height)}px`;
  });
  script.after(frame);
})();
