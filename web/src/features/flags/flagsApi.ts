import { http, type Schemas } from '../../core/api';

export const FLAGS = '/api/v1/site/flags';
export type Flag = Schemas['Flag'];
export type FlagDetail = Schemas['FlagDetail'];
export type FlagChange = Schemas['FlagChange'];
export type Preview = Schemas['FlagPreview'];

export interface Rule { organization: number | null; role: string | null; is_on: boolean; name: string }
/** What makes up a decision, whether it holds, held or is being made. */
export interface Decision { state: Flag['state']; percent: number; rules: readonly Rule[] }

const body = ({ state, percent, rules }: Decision) => ({ state, percent, rules: rules.map(({ organization, role, is_on }) => ({ organization, role, is_on })) });

export const flagsApi = {
  decide: (flag: FlagDetail, decision: Decision, note: string) => http.put<FlagDetail>(`${FLAGS}/${flag.key}`, { ...body(decision), note }, { headers: { 'If-Match': `"${flag.row_version}"` } }),
  switchOff: (key: string, note: string) => http.post<FlagDetail>(`${FLAGS}/${key}/off`, { note }),
  preview: (key: string, decision: Decision) => http.post<Preview>(`${FLAGS}/${key}/preview`, body(decision)),
};
