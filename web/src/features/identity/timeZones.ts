/** Names that browsers still use for zones renamed long ago. */
const RENAMED: Record<string, string> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

export function presentName(zone: string): string {
  return RENAMED[zone] ?? zone;
}

/** The zone this device is set to. */
export function deviceTimeZone(): string {
  return presentName(new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
}

/** Every zone the browser knows, and `also`, in alphabetical order. */
export function timeZones(also: string): string[] {
  return [...new Set(['UTC', also, ...Intl.supportedValuesOf('timeZone').map(presentName)])].sort();
}
