import type { ProblemDetails } from './types';

/** The service refused, and says why. */
export class Refused extends Error {
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

/** Nothing answered: the network or the service is away. */
export class Unreachable extends Error {}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Sends a GET. Anything but a success is thrown, as one of the errors above. */
export async function get(url: string, init: { signal?: AbortSignal | undefined; accept?: string; headers?: Record<string, string> } = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal: init.signal ?? null, headers: { accept: init.accept ?? 'application/json', ...init.headers } });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Unreachable('The service cannot be reached.');
  }
  if (!response.ok) throw new Refused(await problemOf(response));
  return response;
}

export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await get(url, { signal });
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Unreachable('The answer broke off.');
  }
}

async function problemOf(response: Response): Promise<ProblemDetails> {
  const bare = { type: 'about:blank', title: `The service answered ${response.status}.`, status: response.status, detail: '' };
  try {
    return { ...bare, ...((await response.json()) as Partial<ProblemDetails>) };
  } catch {
    return bare;
  }
}
