/** What the service answers, as far as the page reads it. `/openapi/v1.json` describes all of it. */

export type Status = 'reported' | 'corroborated' | 'disputed' | 'retracted';

export const statuses: readonly Status[] = ['reported', 'corroborated', 'disputed', 'retracted'];

export const kinds = [
  'deployment', 'treaty', 'statement', 'meeting', 'transfer', 'engagement', 'casualties', 'sanction', 'assessment', 'other',
] as const;

/** An EDTF date with its outermost bounds, half-open; an open or unknown end is left out. */
export interface Occurred {
  edtf: string;
  from?: string;
  to?: string;
  precision: string;
  approximate: boolean;
  uncertain: boolean;
}

/** `reportedOn` stands beside the instant where only the day is known. */
export interface Reported {
  reportedAt: string;
  reportedOn?: string;
}

export interface Source {
  publisher: string;
  title?: string;
  url?: string;
  archivedUrl?: string;
  publishedAt?: string;
}

export interface SourceClaim extends Source, Reported {
  attribution: string;
}

export interface Amount {
  min?: number;
  max?: number;
  value?: number;
  unit: string;
  qualifier?: string;
}

export interface Figure extends Amount, Reported {
  measure: string;
  attribution: string;
}

export interface Dispute extends Reported {
  by: string;
  reason: string;
  source: Source;
}

export interface Retraction extends Reported {
  reason: string;
  duplicateOf?: string;
  source: Source;
}

export interface Entry {
  id: string;
  actor: string;
  participants?: { actor: string; role: string }[];
  kind: string;
  occurred: Occurred;
  headline: string;
  summary?: string;
  places?: { name: string; latitude?: number; longitude?: number }[];
  attribution: string;
  figures?: Figure[];
  tags?: string[];
  status: Status;
  disputes?: Dispute[];
  retraction?: Retraction;
  knownFrom: string;
  revision: number;
  revisedAt: string;
  sources: SourceClaim[];
  recordedAt: string;
  position: number;
}

export interface FieldChange {
  field: string;
  before?: unknown;
  after?: unknown;
}

/** An event in short. Of an actor's record it has no `reportedAt`. */
export interface Cause {
  position: number;
  type: string;
  actor?: string;
  reportedAt?: string;
  reportedOn?: string;
  recordedAt: string;
  by?: string;
  reason?: string;
  source?: Source;
}

export interface Revision {
  id: string;
  before: Entry;
  after: Entry;
  changes: FieldChange[];
  because: Cause[];
}

/** What changed at an instant of known time, or, live, at a position of the log. */
export interface Frame {
  at: string;
  learned: Entry[];
  revised: Revision[];
  withdrawn: Entry[];
}

export interface Pinned {
  knownAt: string;
  basis: number;
  edition: string;
  permalink: string;
}

export interface Diff {
  from: { knownAt: string; basis: number };
  to: { knownAt: string; basis: number };
  edition: string;
  permalink: string;
  learned: Entry[];
  revised: Revision[];
  withdrawn: Entry[];
  because: Record<string, Cause[]>;
  next?: string;
}

export interface HistoryEvent extends Cause {
  version: number;
  effectiveAt: string;
  recordedBy?: string;
  attribution?: string;
  duplicateOf?: string;
  changes?: FieldChange[];
  annuls?: number;
  annulledBy?: { position: number; recordedAt: string; reason: string };
}

export interface History extends Pinned {
  id: string;
  events: HistoryEvent[];
}

export interface ActorRecord {
  id: string;
  name: string;
  kind: string;
  aliases: string[];
}

export interface Claim extends Amount, Reported {
  attribution: string;
  development: string;
  supersededAt?: string;
}

export interface Measure extends Pinned {
  measure: string;
  count: number;
  items: Claim[];
  next?: string;
}

export interface ActorState extends Pinned, ActorRecord {
  count: number;
  counts: Record<string, number>;
  latest: Record<string, Entry>;
  treaties: Entry[];
  counterparts: { actor: string; count: number }[];
  figures: { measure: string; unit: string; attribution: string; count: number }[];
}

/** RFC 9457. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: Record<string, string[]>;
  traceId?: string;
}
