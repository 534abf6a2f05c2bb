/** A text and the caret in it, or the two ends of a selection. */
export interface Edited {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const INDENT = '  ';
const PAIRS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

/** What a key does beyond typing itself; undefined where it does nothing more. */
export function typed(key: string, edited: Edited): Edited | undefined {
  if (key === 'Enter') return newLine(edited);
  const closing = PAIRS[key];
  if (closing !== undefined && edited.start === edited.end) return openPair(key + closing, edited);
  if (Object.values(PAIRS).includes(key) && edited.text[edited.start] === key && edited.start === edited.end)
    return { ...edited, start: edited.start + 1, end: edited.start + 1 };
  return undefined;
}

/** Puts a text in the place of the selection, with the caret after it. */
export function insert(text: string, { text: before, start, end }: Edited): Edited {
  const caret = start + text.length;
  return { text: before.slice(0, start) + text + before.slice(end), start: caret, end: caret };
}

/** As far in as the line before, and further after an opening bracket. */
function newLine(edited: Edited): Edited {
  const before = edited.text.slice(0, edited.start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const indent = /^ */.exec(line)?.[0] ?? '';
  const opens = /[{([]$/.test(line.trimEnd());
  if (!opens) return insert(`\n${indent}`, edited);
  const opened = insert(`\n${indent}${INDENT}`, edited);
  const closes = /^[})\]]/.test(edited.text.slice(edited.end));
  return closes ? { ...insert(`\n${indent}`, opened), start: opened.start, end: opened.end } : opened;
}

/** Only where nothing follows that the bracket would have to go around. */
function openPair(pair: string, edited: Edited): Edited | undefined {
  if (/^\w/.test(edited.text.slice(edited.start))) return undefined;
  const { text, start } = insert(pair, edited);
  return { text, start: start - 1, end: start - 1 };
}
