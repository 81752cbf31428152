import { describe, expect, it } from 'vitest';
import { problemFromResponse } from './Problem';

function answer(status: number, body: unknown, type = 'application/json', headers: Record<string, string> = {}): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': type, ...headers } });
}

describe('problemFromResponse', () => {
  it('reads problem+json', async () => {
    const problem = await problemFromResponse(answer(422, {
      code: 'invalid-input',
      title: 'Not valid.',
      detail: 'Look at the title.',
      request_id: 'r1',
      errors: [{ pointer: '/settings/theme', code: 'blank', detail: 'May not be blank.' }],
    }, 'application/problem+json'));
    expect(problem).toMatchObject({ status: 422, code: 'invalid-input', detail: 'Look at the title.', requestId: 'r1' });
    expect(problem.errors).toEqual([{ field: 'settings.theme', code: 'blank', detail: 'May not be blank.' }]);
  });

  it('reads the errors of the sign-in service', async () => {
    const problem = await problemFromResponse(answer(400, { status: 400, errors: [{ message: 'Wrong.', code: 'email_password_mismatch', param: 'password' }] }));
    expect(problem).toMatchObject({ status: 400, code: 'email_password_mismatch', title: 'Wrong.' });
    expect(problem.errors[0]!.field).toBe('password');
  });

  it('tells which step of signing in is still open', async () => {
    const problem = await problemFromResponse(answer(401, { status: 401, data: { flows: [{ id: 'login' }, { id: 'verify_email', is_pending: true }] }, meta: {} }));
    expect(problem.code).toBe('not-authenticated');
    expect(problem.pending).toEqual(['verify_email']);
  });

  it('makes do with a page of a proxy', async () => {
    const problem = await problemFromResponse(answer(502, '<html>', 'text/html', { 'X-Request-Id': 'r9' }));
    expect(problem).toMatchObject({ status: 502, code: 'http-502', requestId: 'r9' });
  });

  it('survives broken JSON', async () => {
    expect(await problemFromResponse(answer(500, '{', 'application/problem+json'))).toMatchObject({ code: 'http-500' });
  });
});
