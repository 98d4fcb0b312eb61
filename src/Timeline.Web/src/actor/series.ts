import type { Claim } from '../api/types';
import { parseInstant, type Micros } from '../time/instant';

/** One claim with its times as numbers. */
export interface ToldClaim extends Claim {
  at: Micros;
  /** Exclusive; infinite while it was told. */
  until: Micros;
}

/** What one claimant told of one measure, oldest first. */
export interface Series {
  attribution: string;
  claims: ToldClaim[];
}

export function seriesOf(claims: readonly Claim[]): Series[] {
  const byClaimant = new Map<string, ToldClaim[]>();
  for (const claim of claims) {
    const list = byClaimant.get(claim.attribution) ?? [];
    byClaimant.set(claim.attribution, list);
    list.push({ ...claim, at: parseInstant(claim.reportedAt), until: claim.supersededAt ? parseInstant(claim.supersededAt) : Infinity });
  }
  return [...byClaimant].map(([attribution, list]) => ({ attribution, claims: list.sort((a, b) => a.at - b.at) }))
    .sort((a, b) => a.claims[0]!.at - b.claims[0]!.at || (a.attribution < b.attribution ? -1 : 1));
}

/** What had been told by then; what was superseded by then is told no more. */
export const toldAt = (series: Series, at: Micros): ToldClaim[] => series.claims.filter((claim) => claim.at <= at);

/** A round number at or above the greatest, and the lines between. */
export function scaleFor(most: number): { top: number; lines: number[] } {
  if (most <= 0) return { top: 1, lines: [0, 1] };
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [0.2, 0.25, 0.5, 1, 2].map((factor) => factor * power).find((candidate) => most / candidate <= 5) ?? 2 * power;
  const count = Math.ceil(most / step - 1e-9);
  return { top: count * step, lines: Array.from({ length: count + 1 }, (_, at) => at * step) };
}
