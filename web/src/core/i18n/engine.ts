/**
 * Texts, numbers and dates in the reader's language. It does what this product needs of vue-i18n,
 * under the same names, in a tenth of its weight (that library also keeps the whole of Vue from
 * being tree-shaken).
 */
import { ref, shallowReactive, type App, type Ref } from 'vue';
import { compileMessage, type Message } from './compileMessage';
import { findLanguage } from './languages';

export interface Messages {
  [key: string]: string | Messages;
}

export type Values = Record<string, unknown>;

const locale = ref('en');
const timeZone = ref<string>();
const catalogs = shallowReactive<Record<string, Messages>>({});
const compiled = new Map<string, Map<string, Message>>();

function lookUp(key: string): string | undefined {
  let node: string | Messages | undefined = catalogs[locale.value];
  for (const part of key.split('.')) {
    if (typeof node !== 'object')
      return undefined;
    node = Object.hasOwn(node, part) ? node[part] : undefined;
  }
  return typeof node === 'string' ? node : undefined;
}

function messageFor(key: string): Message | undefined {
  const text = lookUp(key);
  if (text === undefined)
    return undefined;
  let known = compiled.get(locale.value);
  if (!known)
    compiled.set(locale.value, known = new Map());
  let message = known.get(key);
  if (!message)
    known.set(key, message = compileMessage(text));
  return message;
}

/** Is there a text for this key? */
function te(key: string): boolean {
  return lookUp(key) !== undefined;
}

/**
 * The text for a key; the key itself when there is none. `count` chooses the plural form:
 * `t(key, { n }, n)`.
 */
function t(key: string, values?: Values | number, count?: number): string {
  const amount = typeof values === 'number' ? values : count;
  const named: Values = { ...amount === undefined ? {} : { n: amount, count: amount }, ...typeof values === 'object' ? values : {} };
  const show = (value: unknown) => typeof value === 'number' ? n(value) : String(value ?? '');
  return messageFor(key)?.(named, amount, locale.value, show) ?? key;
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function cached<F>(formats: Map<string, F>, options: object, make: () => F): F {
  const id = locale.value + JSON.stringify(options);
  let format = formats.get(id);
  if (!format)
    formats.set(id, format = make());
  return format;
}

const PLAIN: Intl.NumberFormatOptions = {};
/** From here on digits are grouped. */
const GROUPED = 1000;
const ROUNDING_NOISE = 1e-9;

/** A number that needs no formatter: small, with the digits everybody has, whole or with one digit behind the point. */
function easyNumber(value: number, options: Intl.NumberFormatOptions): string | undefined {
  const isPercent = options.style === 'percent' && Object.keys(options).length === 1;
  const amount = isPercent ? Math.round(value * 100) : value;
  if (amount < 0 || amount >= GROUPED || !findLanguage(locale.value).hasPlainDigits)
    return undefined;
  if (isPercent)
    return Math.abs(amount - value * 100) < ROUNDING_NOISE ? `${amount}%` : undefined;
  return options === PLAIN && Number.isInteger(value * 10) ? String(value) : undefined;
}

/** A number in the reader's digits: `n(0.4, { style: 'percent' })`. The browser's formatter is asked only for what needs it: its first use takes as long as drawing a page. */
function n(value: number, options = PLAIN): string {
  return easyNumber(value, options)
    ?? cached(numberFormats, options, () => new Intl.NumberFormat(locale.value, options)).format(value);
}

/** A date or an instant in the reader's calendar and time zone; nothing for what is no date. */
function d(value: Date | string | number | null | undefined, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  const date = value instanceof Date ? value : new Date(value ?? Number.NaN);
  if (Number.isNaN(date.getTime()))
    return '';
  const full = { timeZone: timeZone.value, ...options };
  return cached(dateFormats, full, () => new Intl.DateTimeFormat(locale.value, full)).format(date);
}

export interface I18n {
  t: typeof t;
  te: typeof te;
  n: typeof n;
  d: typeof d;
  /** The language of the page. Change it by `setLocale`. */
  locale: Ref<string>;
}

export const i18n: I18n = { t, te, n, d, locale };

/** For components; the same everywhere. */
export function useI18n(): I18n {
  return i18n;
}

export function mergeMessages(code: string, messages: Messages): void {
  catalogs[code] = { ...catalogs[code], ...messages };
  compiled.delete(code);
}

/** Dates are shown in this zone from now on; without one, in the browser's. */
export function setTimeZone(zone: string | undefined): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    timeZone.value = zone;
  }
  catch {
    // A zone this browser does not know.
    timeZone.value = undefined;
  }
}

/** Makes `$t`, `$te`, `$n` and `$d` known in templates. */
export function installI18n(app: App): void {
  Object.assign(app.config.globalProperties, { $t: t, $te: te, $n: n, $d: d });
}

declare module 'vue' {
  interface ComponentCustomProperties {
    $t: typeof t;
    $te: typeof te;
    $n: typeof n;
    $d: typeof d;
  }
}
