import type { ChartConfiguration, ChartDataset, ScaleOptions, TooltipItem } from 'chart.js';
import { cellText, type Writer } from './cellText';
import { dashes, palettes, points } from './palette';
import type { ReportChart } from './types';

export interface Look {
  isDark: boolean;
  isRtl: boolean;
  isNarrow: boolean;
  text: string;
  line: string;
  writer: Writer;
}

type Kind = 'bar' | 'line' | 'radar';
const LONGEST_LABEL = 34;
const LONGEST_WHEN_NARROW = 16;
const TICKS = 5;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Seconds between two marks of a scale of time: from a quarter of a minute to four days. */
const TIME_STEPS = [15, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 36_000, 72_000, 180_000, 360_000];

function short(label: string, isNarrow: boolean): string {
  const most = isNarrow ? LONGEST_WHEN_NARROW : LONGEST_LABEL;
  return label.length > most ? `${label.slice(0, most - 1).trimEnd()}…` : label;
}

/** Under a line days go without their year: the table below has it. */
function mark(raw: string, label: string, look: Look): string {
  return DAY.test(raw) ? look.writer.d(`${raw}T00:00:00Z`, { day: 'numeric', month: 'short', timeZone: 'UTC' }) : short(label, look.isNarrow);
}

function timeStep(chart: ReportChart): number {
  const greatest = Math.max(0, ...chart.series.filter(series => series.kind === 'duration').flatMap(series => series.values.map(value => value ?? 0)));
  return TIME_STEPS.find(step => step * TICKS >= greatest) ?? TIME_STEPS.at(-1)!;
}

function kindOf(chart: ReportChart): Kind {
  return chart.kind === 'line' || chart.kind === 'radar' ? chart.kind : 'bar';
}

/** Scales by kind of number: what is counted alike shares one. */
function scaleNames(chart: ReportChart): string[] {
  return [...new Set(chart.series.map(series => series.kind))];
}

function dataset(chart: ReportChart, place: number, look: Look): ChartDataset<Kind, (number | null)[]> {
  const kind = kindOf(chart);
  const series = chart.series[place]!;
  const color = palettes[look.isDark ? 'dark' : 'light'][place % 6]!;
  const axis = scaleNames(chart).indexOf(series.kind);
  return {
    label: series.title,
    data: series.values,
    borderColor: color,
    backgroundColor: kind === 'bar' ? color : `${color}${kind === 'radar' ? '1f' : '00'}`,
    borderWidth: kind === 'bar' ? 0 : 2,
    ...kind === 'bar' ? { xAxisID: `value${axis}`, maxBarThickness: 16, borderRadius: 2 } : {},
    ...kind === 'line' ? { yAxisID: `value${axis}`, borderDash: dashes[place % 6], tension: 0, spanGaps: false } : {},
    ...kind === 'radar' ? { borderDash: dashes[place % 6] } : {},
    ...kind === 'bar' ? {} : { pointStyle: points[place % 6], pointRadius: chart.labels.length > 40 ? 0 : 4, pointBackgroundColor: color },
  } as ChartDataset<Kind, (number | null)[]>;
}

function valueScale(chart: ReportChart, kind: string, place: number, isLying: boolean, look: Look): ScaleOptions<'linear'> {
  const isFirst = place === 0;
  return {
    type: 'linear',
    position: isLying ? (isFirst ? 'bottom' : 'top') : isFirst !== look.isRtl ? 'left' : 'right',
    reverse: isLying && look.isRtl,
    beginAtZero: true,
    suggestedMax: kind === 'percent' ? 100 : undefined,
    grid: { color: look.line, drawOnChartArea: isFirst },
    border: { display: false },
    ticks: {
      color: look.text,
      maxTicksLimit: TICKS + 2,
      ...kind === 'duration' ? { stepSize: timeStep(chart) } : {},
      ...kind === 'integer' ? { precision: 0 } : {},
      callback: value => cellText(Number(value), { kind, places: 1 }, look.writer),
    },
  } as ScaleOptions<'linear'>;
}

function labelScale(chart: ReportChart, labels: readonly string[], isLying: boolean, look: Look): ScaleOptions<'category'> {
  return {
    type: 'category',
    position: isLying ? (look.isRtl ? 'right' : 'left') : 'bottom',
    reverse: !isLying && look.isRtl,
    grid: { display: false },
    border: { color: look.line },
    ticks: { color: look.text, autoSkip: !isLying, maxRotation: 0, callback: (_value, place) => mark(chart.labels[place] ?? '', labels[place] ?? '', look) },
  } as ScaleOptions<'category'>;
}

function scales(chart: ReportChart, labels: readonly string[], look: Look): Record<string, unknown> {
  const kind = kindOf(chart);
  if (kind === 'radar')
    return { r: { beginAtZero: true, max: 100, ticks: { display: false, stepSize: 25 }, grid: { color: look.line }, angleLines: { color: look.line }, pointLabels: { color: look.text, font: { size: 12 } } } };
  const isLying = kind === 'bar';
  const values = scaleNames(chart).map((name, place) => [`value${place}`, valueScale(chart, name, place, isLying, look)] as const);
  return { [isLying ? 'y' : 'x']: labelScale(chart, labels, isLying, look), ...Object.fromEntries(values) };
}

function tip(chart: ReportChart, writer: Writer) {
  return (item: TooltipItem<Kind>) => {
    const series = chart.series[item.datasetIndex]!;
    return `${series.title}: ${cellText(series.values[item.dataIndex], series, writer)}`;
  };
}

/** What the library is told to draw. Nothing moves: numbers are there at once. */
export function chartSettings(chart: ReportChart, labels: readonly string[], look: Look): ChartConfiguration<Kind, (number | null)[], string> {
  const kind = kindOf(chart);
  return {
    type: kind,
    data: { labels: [...labels], datasets: chart.series.map((_, place) => dataset(chart, place, look)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      ...kind === 'bar' ? { indexAxis: 'y' as const } : {},
      interaction: { mode: kind === 'radar' ? 'nearest' : 'index', intersect: false, axis: kind === 'bar' ? 'y' : kind === 'line' ? 'x' : 'r' },
      color: look.text,
      scales: scales(chart, labels, look),
      plugins: {
        legend: { position: 'top', align: 'start', rtl: look.isRtl, labels: { usePointStyle: kind !== 'bar', color: look.text, boxWidth: kind === 'bar' ? 12 : 8, boxHeight: kind === 'bar' ? 12 : 8, padding: 14 } },
        tooltip: { rtl: look.isRtl, callbacks: { label: tip(chart, look.writer), title: items => labels[items[0]?.dataIndex ?? 0] ?? '' } },
      },
    } as ChartConfiguration<Kind, (number | null)[], string>['options'],
  };
}
