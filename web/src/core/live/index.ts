export { hearNews, startLive, stopLive, tellNews } from './live';
export { useLive } from './useLive';
export type { LiveMessage } from './LiveLink';
