import { describe, expect, it } from 'vitest';
import { areaOf, instantInDays, scopesByArea } from './apiKeysApi';

describe('scopes of API keys', () => {
  it('are grouped by the areas of the roles page', () => {
    expect(scopesByArea(['courses:course:read', 'audit:event:read', 'identity:person:read', 'identity:group:manage', 'progress:progress:read']).map(group => group.area))
      .toEqual(['people', 'organization', 'courses', 'learners', 'trust']);
    expect(areaOf('identity:provisioning:manage')).toBe('roles');
  });

  it('end after some days or never', () => {
    expect(instantInDays(1, 0)).toBe('1970-01-02T00:00:00.000Z');
    expect(instantInDays(0, 0)).toBeNull();
  });
});
