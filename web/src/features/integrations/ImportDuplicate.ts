import { Problem } from '../../core/api';

interface Earlier { slug: string; title: string }

/** The same source became a course before. Tells which, and in words what differs from it now. */
export class ImportDuplicate extends Problem {
  readonly duplicates: readonly Earlier[];
  readonly differences: readonly string[];

  constructor(problem: Problem, body: { duplicates?: Earlier[]; differences?: string[] }) {
    super({ ...problem, errors: [...problem.errors], pending: [...problem.pending] });
    this.duplicates = body.duplicates ?? [];
    this.differences = body.differences ?? [];
  }
}
