import type { Schemas } from '../../core/api';

export type CourseTranslations = Schemas['CourseTranslations'];
export type TranslationLanguage = Schemas['TranslationLanguage'];
export type TranslationParts = Schemas['TranslationParts'];
export type TranslationPart = Schemas['TranslationPart'];
export type TranslationPiece = Schemas['TranslationPiece'];
export type LanguageName = Schemas['Language'];
