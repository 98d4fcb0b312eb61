import { Question, withQuery } from '../state/question';

/** So many fit beside a text of somebody else's. */
const usual = '10';

/** What the frame's address asks. Parameters that it does not know are ignored. */
export class EmbedRequest {
  readonly question: Question;
  private readonly limit: string;

  constructor(search: string) {
    this.question = Question.parse(search);
    this.limit = new URLSearchParams(search).get('limit') ?? usual;
  }

  /** The newest first, unless the address says otherwise: a frame shows few. */
  get api(): string {
    const question = this.question.get('order') ? this.question : this.question.with('order', 'desc');
    return withQuery('/api/timeline', `${question.toString()}&limit=${encodeURIComponent(this.limit)}`);
  }

  /** The page that shows the same, and goes on from there. */
  get page(): string {
    return withQuery('/', this.question.toString());
  }

  /** The page that will always show the same. */
  pinned(answer: { knownAt: string; basis: number; edition: string }): string {
    const question = this.question.with('recordedAt').with('knownAt', answer.knownAt).with('basis', String(answer.basis)).with('edition', answer.edition);
    return withQuery('/', question.toString());
  }
}
