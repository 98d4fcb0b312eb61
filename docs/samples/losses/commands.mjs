// Prints the data beside it as import commands, a JSON object a line. SOURCE.md says what the data is, and how it is read.
import { readFileSync } from 'node:fs';

const read = name => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const print = command => process.stdout.write(JSON.stringify(command) + '\n');

const address = 'https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/blob/37655f8bbdd6806d2f94416253116b02a750c97b/data/';
const publisher = 'General Staff of the Armed Forces of Ukraine';
const notCounted = new Set(['date', 'day', 'greatest losses direction']);

const corrections = read('russia_losses_equipment_correction.json');
const personnel = new Map(read('russia_losses_personnel.json').map(row => [row.date, row]));
const days = read('russia_losses_equipment.json').map(row => ({
  ...row,
  totals: { ...totalsOf(row), personnel: personnel.get(row.date).personnel },
  isMinimum: personnel.get(row.date)['personnel*'] === 'more',
}));

print({ type: 'actor', id: 'russia', name: 'Russia', kind: 'state', aliases: ['Russian Federation'] });
print({ type: 'actor', id: 'general-staff-of-ukraine', name: publisher, kind: 'organization' });
let last = null;
for (const day of days) {
  const due = corrections.findIndex(correction => correction.date <= day.date && holds(day.totals, last.totals, totalsOf(correction)));
  if (due >= 0)
    print(correction(last, totalsOf(corrections.splice(due, 1)[0]), day.date));
  print(report(day));
  last = day;
}
if (corrections.length > 0)
  throw new Error(`No total holds ${JSON.stringify(corrections)}`);

function report(day) {
  const direction = day['greatest losses direction'];
  return {
    type: 'report',
    id: `russian-losses-${day.date}`,
    actor: 'russia',
    participants: [{ actor: 'general-staff-of-ukraine', role: 'assessor' }],
    kind: 'casualties',
    occurred: day.date,
    headline: `Russian losses up to ${day.date}, as counted by the General Staff of Ukraine`,
    summary: `Running totals on day ${day.day} of the invasion.${direction ? ` The greatest losses were in the direction of ${direction}.` : ''}`,
    figures: figures(day),
    attribution: publisher,
    source: { publisher, url: `${address}russia_losses_equipment.json`, publishedAt: day.date },
    reportedAt: day.date,
    tags: ['running-total'],
  };
}

function correction(day, changes, on) {
  const changed = Object.entries(changes).filter(([, change]) => change !== 0);
  return {
    type: 'correct',
    development: `russian-losses-${day.date}`,
    changes: { figures: figures({ ...day, totals: sum(day.totals, changes) }) },
    reason: `Changed in the total of ${on}: ${changed.map(([name, change]) => `${name} ${change > 0 ? '+' : ''}${change}`).join(', ')}.`,
    source: { publisher, url: `${address}russia_losses_equipment_correction.json`, publishedAt: on },
    reportedAt: on,
  };
}

function figures(day) {
  return Object.entries(day.totals).map(([name, total]) => ({
    measure: `losses-${name.toLowerCase().replaceAll(' ', '-')}`,
    ...(name !== 'personnel' ? { value: total, unit: 'pieces' }
      : day.isMinimum ? { min: total, unit: 'persons', qualifier: 'more than' }
      : { value: total, unit: 'persons', qualifier: 'about' }),
  }));
}

// Losses are only added up: a total that is lower than the corrected one before it does not hold the correction yet.
function holds(totals, before, changes) {
  const corrected = sum(before, changes);
  return Object.keys(changes).every(name => (totals[name] ?? 0) >= (corrected[name] ?? 0));
}

function sum(totals, changes) {
  return Object.fromEntries(Object.entries(totals).map(([name, total]) => [name, total + (changes[name] ?? 0)]));
}

function totalsOf(row) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !notCounted.has(name)));
}
