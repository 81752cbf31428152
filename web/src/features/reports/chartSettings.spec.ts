import { expect, it } from 'vitest';
import { chartSettings, type Look } from './chartSettings';
import type { ReportChart } from './types';

const look: Look = {
  isDark: false, isRtl: false, isNarrow: false, text: '#000', line: '#ccc',
  writer: { t: key => key, n: value => String(value), d: value => value },
};
const chart = (kind: string): ReportChart => ({
  kind,
  labels: ['a', 'b'],
  series: [{ title: 'Learners', kind: 'integer', values: [1, null] }, { title: 'Rate', kind: 'percent', values: [10, 20] }],
});

it('gives each kind of number a scale of its own', () => {
  const { data, options } = chartSettings(chart('bar'), ['a', 'b'], look);
  expect(Object.keys(options!.scales!)).toEqual(['y', 'value0', 'value1']);
  expect(data.datasets.map(set => (set as { xAxisID?: string }).xAxisID)).toEqual(['value0', 'value1']);
});

it('tells lines apart by dash and point, too', () => {
  const { data } = chartSettings(chart('line'), ['a', 'b'], look);
  const [one, other] = data.datasets as { borderDash?: number[]; pointStyle?: string }[];
  expect(one!.borderDash).not.toEqual(other!.borderDash);
  expect(one!.pointStyle).not.toBe(other!.pointStyle);
});

it('turns round for who reads from right to left', () => {
  const { options } = chartSettings(chart('bar'), ['a', 'b'], { ...look, isRtl: true });
  const scales = options!.scales as Record<string, { position?: string; reverse?: boolean }>;
  expect(scales.y!.position).toBe('right');
  expect(scales.value0!.reverse).toBe(true);
});

it('draws a radar in shares of a hundred', () => {
  const { options } = chartSettings(chart('radar'), ['a', 'b'], look);
  expect((options!.scales as { r: { max: number } }).r.max).toBe(100);
});

it('marks time at steps that one reads at a glance', () => {
  const time: ReportChart = { kind: 'line', labels: ['2026-11-01'], series: [{ title: 'Time', kind: 'duration', values: [25_000] }] };
  const { options } = chartSettings(time, ['Nov 1, 2026'], look);
  expect((options!.scales as { value0: { ticks: { stepSize: number } } }).value0.ticks.stepSize).toBe(7200);
});

it('does not move', () => {
  expect(chartSettings(chart('line'), [], look).options!.animation).toBe(false);
});
