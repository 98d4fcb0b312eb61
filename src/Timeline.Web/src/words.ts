/** The page's words for what the API names in its own. */

const kindWords: Record<string, string> = {
  deployment: 'Deployment', treaty: 'Treaty', statement: 'Statement', meeting: 'Meeting', transfer: 'Transfer', engagement: 'Engagement',
  casualties: 'Casualties', sanction: 'Sanction', assessment: 'Assessment', other: 'Other',
};

const eventWords: Record<string, string> = {
  actor_registered: 'Actor registered',
  actor_described: 'Actor described anew',
  development_reported: 'Reported',
  development_corrected: 'Corrected',
  development_corroborated: 'Corroborated',
  development_disputed: 'Disputed',
  development_retracted: 'Retracted',
  development_reinstated: 'Reinstated',
  development_event_annulled: 'Annulled',
};

const fieldWords: Record<string, string> = {
  headline: 'Headline', summary: 'Summary', occurred: 'When it happened', kind: 'Kind', actor: 'Actor', participants: 'Participants', places: 'Places',
  figures: 'Figures', tags: 'Tags', attribution: 'Who claims it', status: 'Status', disputes: 'Disputes', retraction: 'Retraction', sources: 'Sources',
  knownFrom: 'Known from',
};

const statusMeanings: Record<string, string> = {
  reported: 'One publisher says so.',
  corroborated: 'Two or more publishers say so.',
  disputed: 'Somebody denies it.',
  retracted: 'It was taken back.',
};

export const kindWord = (kind: string): string => kindWords[kind] ?? sentence(kind);
export const eventWord = (type: string): string => eventWords[type] ?? type;
export const fieldWord = (field: string): string => fieldWords[field] ?? sentence(field);
export const statusWord = (status: string): string => sentence(status);
export const statusMeaning = (status: string): string => statusMeanings[status] ?? '';

/** `troops-deployed` → `Troops deployed`. */
export const measureWord = (measure: string): string => sentence(measure);

function sentence(slug: string): string {
  const words = slug.replaceAll('-', ' ').replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
