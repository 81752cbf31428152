export interface FieldProblem {
  /** Name of the field, dotted when nested: `settings.theme`. Empty when it concerns the whole request. */
  field: string;
  code: string;
  detail: string;
}

export interface ProblemFacts {
  status: number;
  code: string;
  title: string;
  detail?: string;
  errors?: FieldProblem[];
  requestId?: string;
  /** Steps the sign-in service still waits for: `verify_email`, `mfa_authenticate`, ... */
  pending?: string[];
  /** Ways to take that step: `totp`, `webauthn`, `recovery_codes`. */
  pendingTypes?: readonly string[];
  retryAfterSeconds?: number;
  /** Everything the server told, for problems that carry facts of their own. */
  facts?: Readonly<Record<string, unknown>>;
}

/** What the server (or the way to it) answered instead of what was asked. Anything else thrown is a bug. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string;
  readonly pending: readonly string[];
  readonly pendingTypes: readonly string[];
  readonly retryAfterSeconds: number | undefined;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(facts: ProblemFacts) {
    super(facts.detail || facts.title);
    this.name = 'Problem';
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail ?? '';
    this.errors = facts.errors ?? [];
    this.requestId = facts.requestId ?? '';
    this.pending = facts.pending ?? [];
    this.pendingTypes = facts.pendingTypes ?? [];
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.facts = facts.facts ?? {};
  }

  get isOffline(): boolean {
    return this.status === 0;
  }

  /** Whether the same request may succeed later: no network, a server in trouble or in haste, or a session that ended. */
  get isPassing(): boolean {
    return this.isOffline || this.status >= 500 || this.status === 429 || this.status === 401;
  }
}

interface ProblemBody {
  code?: string;
  title?: string;
  detail?: string;
  request_id?: string;
  errors?: { pointer?: string; code?: string; detail?: string }[];
}

interface SignInBody {
  errors?: { message?: string; code?: string; param?: string }[];
  data?: { flows?: { id: string; is_pending?: boolean; types?: string[] }[] };
}

function fieldOf(pointer: string | undefined): string {
  return (pointer ?? '').replace(/^#?\//, '').replaceAll('/', '.');
}

function fromSignIn(body: SignInBody, common: Common): Problem {
  const errors = (body.errors ?? []).map(error => ({
    field: error.param ?? '',
    code: error.code ?? 'invalid',
    detail: error.message ?? '',
  }));
  const flows = (body.data?.flows ?? []).filter(flow => flow.is_pending);
  const pending = flows.map(flow => flow.id);
  const pendingTypes = flows.flatMap(flow => flow.types ?? []);
  return new Problem({
    ...common,
    code: errors[0]?.code ?? (common.status === 401 ? 'not-authenticated' : `http-${common.status}`),
    title: errors[0]?.detail ?? '',
    errors,
    pending,
    pendingTypes,
  });
}

/** Makes one kind of problem out of both dialects: problem+json, and the sign-in service's own. */
export async function problemFromResponse(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const common = {
    status: response.status,
    requestId: response.headers.get('x-request-id') ?? '',
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined,
  };
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? await response.json().catch(() => null) : null;
  if (typeof body !== 'object' || body === null)
    return new Problem({ ...common, code: `http-${common.status}`, title: response.statusText });
  const isProblem = type.includes('problem+json') || 'code' in body;
  return isProblem ? fromProblem(body as ProblemBody, common) : fromSignIn(body as SignInBody, common);
}

type Common = Pick<ProblemFacts, 'status' | 'requestId' | 'retryAfterSeconds'>;

function fromProblem(problem: ProblemBody, common: Common): Problem {
  return new Problem({
    ...common,
    requestId: problem.request_id ?? common.requestId,
    code: problem.code ?? `http-${common.status}`,
    title: problem.title ?? '',
    detail: problem.detail,
    facts: { ...problem },
    errors: (problem.errors ?? []).map(error => ({
      field: fieldOf(error.pointer),
      code: error.code ?? 'invalid',
      detail: error.detail ?? '',
    })),
  });
}
