import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick, ref } from 'vue';
import type { Report } from './types';
import { useColumnChoice } from './useColumnChoice';

const column = (name: string, kind = 'text', is_shown = true) => ({ name, kind, is_shown, title: name, is_sortable: false, choices: {}, places: 1 });
const report = (slug: string) => ({ slug, columns: [column('grade_id', 'integer', false), column('person', 'person'), column('course', 'course'), column('item'), column('points', 'decimal')] }) as unknown as Report;
const names = (columns: readonly { name: string }[]) => columns.map(one => one.name);

describe('useColumnChoice', () => {
  beforeEach(() => localStorage.clear());

  it('shows what the report shows until something is chosen', () => {
    const { columns, choices, hasHidden } = useColumnChoice(report('gradebook'), {});
    expect(names(columns.value)).toEqual(['person', 'course', 'item', 'points']);
    expect(names(choices.value)).toEqual(['course', 'item', 'points']);
    expect(hasHidden.value).toBe(false);
  });

  it('keeps the choice for the next time, of each report for itself', () => {
    useColumnChoice(report('gradebook'), {}).toggle('item');
    expect(names(useColumnChoice(report('gradebook'), {}).columns.value)).toEqual(['person', 'course', 'points']);
    expect(names(useColumnChoice(report('attendance'), {}).columns.value)).toContain('item');
  });

  it('brings back one column, or all', () => {
    const { columns, toggle, showAll, hasHidden } = useColumnChoice(report('gradebook'), {});
    toggle('item');
    toggle('points');
    toggle('item');
    expect(names(columns.value)).toEqual(['person', 'course', 'item']);
    showAll();
    expect(names(columns.value)).toEqual(['person', 'course', 'item', 'points']);
    expect(hasHidden.value).toBe(false);
    expect(localStorage.length).toBe(0);
  });

  it('leaves out the course where the filter has chosen one', () => {
    const filters = ref<Record<string, string>>({ course: '6' });
    const { columns, choices } = useColumnChoice(report('gradebook'), filters);
    expect(names(columns.value)).not.toContain('course');
    expect(names(choices.value)).not.toContain('course');
    filters.value = {};
    expect(names(columns.value)).toContain('course');
  });

  it('never hides the column that names the row', () => {
    localStorage.setItem('edusync.report-columns.gradebook', 'person course');
    expect(names(useColumnChoice(report('gradebook'), {}).columns.value)).toEqual(['person', 'item', 'points']);
  });

  it('follows the report', async () => {
    const shown = ref(report('gradebook'));
    const { columns, toggle } = useColumnChoice(shown, {});
    toggle('item');
    shown.value = report('attendance');
    await nextTick();
    expect(names(columns.value)).toContain('item');
  });
});
