/** Languages that captions are offered in; one that is missing here can come with a file's own track. */
export const captionLanguages: readonly string[] = [
  'en', 'ta', 'hi', 'ar', 'bn', 'te', 'ml', 'kn', 'mr', 'ur', 'es', 'fr', 'de', 'pt', 'it', 'nl', 'pl', 'tr', 'ru', 'uk', 'id', 'vi', 'sw', 'zh', 'ja', 'ko',
];
