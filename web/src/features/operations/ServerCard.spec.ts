import { mount } from '@vue/test-utils';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Schemas } from '../../core/api';
import { installI18n, loadFeatureTexts, setLocale } from '../../core/i18n';
import ServerCard from './ServerCard.vue';

const DATABASE: Schemas['Database'] = {
  server: { engine: 'mariadb', version: '10.11', name: 'edusync', started_at: null, settings: [] },
  connections: null, long_work: null, replicas: [], followers: [], log_position: '0-1-4', missing_indexes: [], unused_indexes: null,
  slow_statements: [], slow_from_ms: 250, tables_measured_on: null, tables: [], jobs: [],
};

function followedBy(values: Partial<Schemas['Database']>): string | undefined {
  const shown = mount(ServerCard, { props: { database: { ...DATABASE, ...values } }, global: { plugins: [{ install: installI18n }] } });
  const part = shown.find('[data-test="followers"]');
  return part.exists() ? part.text() : undefined;
}

beforeAll(async () => {
  await setLocale('en');
  await loadFeatureTexts(['operations']);
});

describe('who follows the server', () => {
  it('names each follower, what was sent to it and where the log is', () => {
    const followers = [
      { host: '10.0.0.2', seconds: 90, state: 'Master has sent all binlog to slave; waiting for more updates', is_sent: true },
      { host: '10.0.0.3', seconds: 2, state: 'Sending binlog event to slave', is_sent: false },
    ];
    const text = followedBy({ followers });
    expect(text).toMatch(/10\.0\.0\.2\s*All sent.*10\.0\.0\.3\s*Being sent/s);
    expect(text).toContain('may not be applied yet');
    expect(text).toContain('Log up to 0-1-4');
  });

  it('says that there is nobody, or that it may not be seen', () => {
    expect(followedBy({})).toContain('Nobody');
    expect(followedBy({})).not.toContain('Log up to');
    expect(followedBy({ followers: null })).toContain('may not see this');
  });

  it('says nothing on SQLite, which nobody can follow', () => {
    expect(followedBy({ server: { ...DATABASE.server, engine: 'sqlite' } })).toBeUndefined();
  });
});
