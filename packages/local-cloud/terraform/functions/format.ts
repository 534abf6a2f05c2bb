import type { Json } from '../../core/json';
import { ExpressionError } from '../errors';
import { toBool, toNumber, toText } from '../language/values';
import { jsonencode } from './json';

const VERB = /%(?<flags>[-+ 0#]*)(?<width>\d+)?(?:\.(?<precision>\d+))?(?:\[(?<index>\d+)\])?(?<verb>.)/gsu;

/** `format` of Terraform: https://developer.hashicorp.com/terraform/language/functions/format */
export function format(pattern: string, values: readonly Json[]): string {
  let position = 0;
  let used = 0;
  const result = pattern.replace(VERB, (...match) => {
    const {
      flags = '',
      width,
      precision,
      index,
      verb = '',
    } = match.at(-1) as Record<string, string | undefined>;
    if (verb === '%') return '%';
    if (index !== undefined) position = Number(index) - 1;
    if (position >= values.length)
      throw new ExpressionError(`there is no value for \`${match[0]}\` in "${pattern}"`);
    const value = values[position] ?? null;
    position += 1;
    used = Math.max(used, position);
    const text = rendered(verb, value, flags, precision === undefined ? undefined : Number(precision));
    // As in Terraform, a width says nothing to `%t`.
    return verb === 't' ? text : padded(text, flags, Number(width ?? 0), value);
  });
  if (used < values.length)
    throw new ExpressionError(`"${pattern}" uses ${used} values, not ${values.length}`);
  return result;
}

function rendered(verb: string, value: Json, flags: string, precision: number | undefined): string {
  switch (verb) {
    case 's':
      return toText(value).slice(0, precision);
    case 'q':
      return jsonencode(toText(value));
    case 'v':
      return value !== null && (typeof value === 'object' || flags.includes('#'))
        ? jsonencode(value)
        : plain(value);
    case 't':
      return String(toBool(value));
    case 'd':
      return signed(toNumber(value), flags, (number) => BigInt(Math.trunc(number)).toString());
    case 'b':
      return signed(toNumber(value), flags, (number) => BigInt(Math.trunc(number)).toString(2));
    case 'o':
      return signed(toNumber(value), flags, (number) => BigInt(Math.trunc(number)).toString(8));
    case 'x':
      return signed(toNumber(value), flags, (number) => BigInt(Math.trunc(number)).toString(16));
    case 'X':
      return signed(toNumber(value), flags, (number) =>
        BigInt(Math.trunc(number)).toString(16).toUpperCase(),
      );
    case 'f':
      return signed(toNumber(value), flags, (number) => number.toFixed(precision ?? 6));
    default:
      throw new ExpressionError(`the verb \`%${verb}\` of \`format\` is not supported locally`);
  }
}

function plain(value: Json): string {
  return value === null ? 'null' : toText(value);
}

function signed(value: number, flags: string, digits: (magnitude: number) => string): string {
  const sign = value < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return sign + digits(Math.abs(value));
}

function padded(text: string, flags: string, width: number, value: Json): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || typeof value !== 'number') return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
