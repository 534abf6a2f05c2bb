import { matchesWildcards, type WildcardPattern, wildcardPattern } from '../wildcards';
import { contextValues, type Match, NotUnderstood, type RequestContext } from './context';

/** A part of a text, as it was written or as a policy variable gave it. */
interface TextPart {
  readonly text: string;
  readonly isValue: boolean;
}

/** Undefined where a policy variable has no value, which nothing equals and nothing is like. */
type Filled<Text> = Text | undefined | NotUnderstood;

/**
 * The text with its policy variables filled in
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 */
export function filledText(text: string, context: RequestContext): Filled<string> {
  const pieces = piecesOf(text, context);
  return Array.isArray(pieces) ? pieces.map((piece) => piece.text).join('') : pieces;
}

/** Whether a pattern with wildcards matches; the value of a policy variable brings none. */
export function isLike(pattern: string, text: string, context: RequestContext): Match {
  const pieces = piecesOf(pattern, context);
  if (!Array.isArray(pieces)) return pieces ?? false;
  const places = pieces.flatMap(
    (piece): WildcardPattern => (piece.isValue ? [piece.text] : wildcardPattern(piece.text)),
  );
  return matchesWildcards(places, text);
}

function piecesOf(text: string, context: RequestContext): Filled<TextPart[]> {
  const pieces: TextPart[] = [];
  for (const part of text.split(/(\$\{[^}]*\})/)) {
    if (!/^\$\{.*\}$/s.test(part)) {
      pieces.push({ text: part, isValue: false });
      continue;
    }
    const value = variable(part.slice(2, -1), context);
    if (typeof value !== 'string') return value;
    pieces.push({ text: value, isValue: true });
  }
  return pieces;
}

/** `aws:username`, `aws:username, 'nobody'` with a default, or one of the escapes `*`, `?` and `$`. */
function variable(expression: string, context: RequestContext): Filled<string> {
  if (expression === '*' || expression === '?' || expression === '$') return expression;
  const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(expression) ?? [];
  const values = contextValues(context, key);
  if (values instanceof NotUnderstood) return values;
  return values.length === 1 ? values[0] : fallback;
}
