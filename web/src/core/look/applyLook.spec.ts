import { beforeEach, describe, expect, it } from 'vitest';
import { recall } from '../storage';
import { applyLook } from './applyLook';

const UUID = '0199a3c2-0000-7000-8000-000000000001';

function sheets(): (string | null)[] {
  return [...document.querySelectorAll('#organization-look')].map(link => link.getAttribute('href'));
}

describe('applyLook', () => {
  beforeEach(() => {
    document.head.innerHTML = '<link rel="icon" type="image/svg+xml" href="data:,own">';
    localStorage.clear();
  });

  it('links one style sheet, and another when the colors change', () => {
    applyLook({ uuid: UUID, look: 3, iconUrl: null });
    expect(sheets()).toEqual([`/api/v1/branding.css?organization=${UUID}&v=3`]);
    applyLook({ uuid: UUID, look: 4, iconUrl: null });
    expect(sheets()).toEqual([`/api/v1/branding.css?organization=${UUID}&v=4`]);
    expect(recall('look')).toBe(`/api/v1/branding.css?organization=${UUID}&v=4`);
  });

  it('takes the sheet away where the own colors are in use', () => {
    applyLook({ uuid: UUID, look: 3, iconUrl: null });
    applyLook({ uuid: UUID, look: 0, iconUrl: null });
    expect(sheets()).toEqual([]);
    expect(recall('look')).toBeNull();
  });

  it('shows the icon of the organization and the own one again', () => {
    const icon = () => document.querySelector('link[rel="icon"]')?.getAttribute('href');
    applyLook({ uuid: UUID, look: 0, iconUrl: '/files/a/icon.png' });
    expect(icon()).toBe('/files/a/icon.png');
    applyLook({ uuid: UUID, look: 0, iconUrl: null });
    expect(icon()).toBe('data:,own');
  });
});
