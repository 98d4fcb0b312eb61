// Asks a Timeline service what was known on a date. Node.js 22.18 or newer runs it as it is:
//   node client.ts http://localhost:5080 2024-10-25 actor=north-korea limit=20
// For an older one, from 20 on, compile it first:
//   tsc client.ts --outDir out --strict --target es2022 --module nodenext --lib es2022,dom,dom.iterable

// All of Node.js that this needs beyond what browsers have.
declare const process: { argv: string[]; exit(code: number): never };

interface Entry {
  id: string;
  headline: string;
  occurred: { edtf: string; from?: string; to?: string; precision: string; approximate: boolean; uncertain: boolean };
}

interface Page {
  permalink: string;
  items: Entry[];
  next?: string;
}

interface Answer {
  status: number;
  etag: string | null;
  /** Not there where what the ETag names still holds. */
  page?: Page;
}

const [service, knownAt, ...filters] = process.argv.slice(2);

async function get(address: string, etag?: string | null): Promise<Answer> {
  const response = await fetch(new URL(address, service), { headers: etag ? { 'If-None-Match': etag } : {} });
  if (response.status === 304)
    return { status: 304, etag: etag ?? null };
  const body = await response.json();
  if (!response.ok) {
    // A refusal says in "detail" what is wrong with the question.
    console.error(body.detail);
    process.exit(1);
  }
  return { status: response.status, etag: response.headers.get('ETag'), page: body as Page };
}

async function main(): Promise<void> {
  const query = new URLSearchParams({ knownAt });
  for (const filter of filters)
    query.append(filter.slice(0, filter.indexOf('=')), filter.slice(filter.indexOf('=') + 1));
  const question = `/api/timeline?${query}`;
  const first = await get(question);
  for (let page = first.page; page;) {
    // The date as it was told: 2024-10 is some time in October, not its first day.
    for (const entry of page.items)
      console.log(`${entry.occurred.edtf}  ${entry.headline}`);
    // "next" keeps to the same point of view, whatever is written meanwhile.
    page = page.next ? (await get(page.next)).page : undefined;
  }
  console.log(new URL(first.page!.permalink, service).href);
  console.log((await get(question, first.etag)).status === 304 ? 'unchanged' : 'changed meanwhile');
}

void main();
