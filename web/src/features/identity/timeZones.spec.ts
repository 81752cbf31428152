import { describe, expect, it } from 'vitest';
import { presentName, timeZones } from './timeZones';

describe('timeZones', () => {
  it('calls zones by their present names, each once', () => {
    const zones = timeZones('Asia/Kolkata');
    expect(zones).toContain('Asia/Kolkata');
    expect(zones).not.toContain('Asia/Calcutta');
    expect(new Set(zones).size).toBe(zones.length);
    expect(presentName('Europe/Kiev')).toBe('Europe/Kyiv');
  });

  it('offers what is set even if the browser does not know it', () => {
    expect(timeZones('Mars/Olympus')).toContain('Mars/Olympus');
  });
});
