import type { ChartConfiguration, ChartDataset, ScaleOptions, TooltipItem } from 'chart.js';
import { cellText, type Writer } from './cellText';
import { dashes, palettes, points } from './palette';
import type { ReportChart } from './types';

export interface Look {
  isDark: boolean;
  isRtl: boolean;
  font: string;
  text: string;
  line: string;
  writer: Writer;
}

type Kind = 'bar' | 'line' | 'radar';
const LONGEST_LABEL = 34;

function short(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1).trimEnd()}…` : label;
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

function valueScale(kind: string, place: number, isLying: boolean, look: Look): ScaleOptions<'linear'> {
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
      maxTicksLimit: 6,
      ...kind === 'integer' ? { precision: 0 } : {},
      callback: value => cellText(Number(value), { kind, places: 1 }, look.writer),
    },
  } as ScaleOptions<'linear'>;
}

function labelScale(labels: readonly string[], isLying: boolean, look: Look): ScaleOptions<'category'> {
  return {
    type: 'category',
    position: isLying ? (look.isRtl ? 'right' : 'left') : 'bottom',
    reverse: !isLying && look.isRtl,
    grid: { display: false },
    border: { color: look.line },
    ticks: { color: look.text, autoSkip: !isLying, maxRotation: 0, callback: (_value, place) => short(labels[place] ?? '') },
  } as ScaleOptions<'category'>;
}

function scales(chart: ReportChart, labels: readonly string[], look: Look): Record<string, unknown> {
  const kind = kindOf(chart);
  if (kind === 'radar')
    return { r: { beginAtZero: true, max: 100, ticks: { display: false, stepSize: 25 }, grid: { color: look.line }, angleLines: { color: look.line }, pointLabels: { color: look.text, font: { size: 12 } } } };
  const isLying = kind === 'bar';
  const values = scaleNames(chart).map((name, place) => [`value${place}`, valueScale(name, place, isLying, look)] as const);
  return { [isLying ? 'y' : 'x']: labelScale(labels, isLying, look), ...Object.fromEntries(values) };
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
      font: { family: look.font, size: 12 },
      color: look.text,
      scales: scales(chart, labels, look),
      plugins: {
        legend: { position: 'top', align: 'start', rtl: look.isRtl, labels: { usePointStyle: kind !== 'bar', color: look.text, boxWidth: 12, boxHeight: 12, font: { family: look.font, size: 12 } } },
        tooltip: { rtl: look.isRtl, callbacks: { label: tip(chart, look.writer), title: items => labels[items[0]?.dataIndex ?? 0] ?? '' } },
      },
    } as ChartConfiguration<Kind, (number | null)[], string>['options'],
  };
}
