import { pluralIndex } from './plurals';

type Part = string | { name: string };

/** A message ready to be filled: its values, how many (for the plural), in which language, how a value is shown. */
export type Message = (values: Record<string, unknown>, count: number | undefined, locale: string, show: (value: unknown) => string) => string;

const PLACEHOLDER = /\{'([^']*)'\}|\{(\w+)\}/g;

function split(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    parts.push(text.slice(end, match.index));
    parts.push(match[2] === undefined ? match[1]! : { name: match[2] });
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return parts.filter(part => part !== '');
}

/** `{name}` is a value, `{'|'}` is text as it stands, ` | ` separates plural forms. */
export function compileMessage(text: string): Message {
  const forms = text.split(' | ').map(split);
  return (values, count, locale, show) => {
    const form = forms.length === 1 ? forms[0]! : forms[pluralIndex(locale, count ?? 1, forms.length)]!;
    return form.map(part => typeof part === 'string' ? part : show(values[part.name])).join('');
  };
}
