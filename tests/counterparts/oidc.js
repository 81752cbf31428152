// An OpenID provider on loopback: `node oidc.js '<json>'` with { port, clients, people } prints one line when it answers.
// Its sign-in page takes any name of `people` with any password.
import { createServer } from 'node:http';
import process from 'node:process';
import Provider from 'oidc-provider';

const given = JSON.parse(process.argv[2] ?? '{}');
const people = given.people ?? {};

const server = createServer();
server.listen(given.port ?? 0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: given.clients ?? [],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name', 'preferred_username'] },
    cookies: { keys: ['a key of tests'] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    renderError(context, out) {
      context.type = 'text';
      context.body = Object.entries(out).map(entry => entry.join(': ')).join('\n');
    },
    async findAccount(_context, id) {
      return id in people ? { accountId: id, claims: async () => ({ sub: id, ...people[id] }) } : undefined;
    },
  });
  server.on('request', provider.callback());
  console.log(JSON.stringify({ issuer }));
});
// Ends with whoever started it, also if that was killed.
process.stdin.on('end', () => process.exit(0)).resume();
