import type { Schemas } from '../api';

export type Site = Schemas['Site'];

/** The language is any code here: the server's list may be longer than this build's. */
export type Settings = Omit<Schemas['Settings'], 'language'> & { language: string };

export type Me = Omit<Schemas['Me'], 'settings'> & { settings: Settings };
