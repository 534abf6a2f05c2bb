import { ExpressionError } from '../errors';
import { toText } from '../language/values';
import { type TerraformFunction, takes } from './definition';

const TIMESTAMP =
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|(?<sign>[+-])(?<hours>\d\d):(?<minutes>\d\d))$/;
const DURATION = /^[+-]?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;
const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const SPECIFICATION = /'(?:[^']|'')*'|'|([A-Za-z])\1*|[^A-Za-z']+/g;

/** An instant, and the offset from UTC in which it was written. */
interface Timestamp {
  readonly instant: Date;
  readonly offsetMinutes: number;
}

/** RFC 3339 without fractions of a second, as Terraform writes timestamps. */
function rfc3339({ instant, offsetMinutes }: Timestamp): string {
  return local(instant, offsetMinutes).toISOString().slice(0, 19) + offset(offsetMinutes, ':', 'Z');
}

function timestamp(text: string): Timestamp {
  const match = TIMESTAMP.exec(text);
  const instant = new Date(text);
  if (!match?.groups || Number.isNaN(instant.getTime())) {
    throw new ExpressionError(`"${text}" is no timestamp such as 2030-01-31T12:00:00Z`);
  }
  const { sign, hours, minutes } = match.groups;
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return { instant, offsetMinutes: sign === '-' ? -size : size };
}

function duration(text: string): number {
  if (text === '0') return 0;
  if (!DURATION.test(text)) throw new ExpressionError(`"${text}" is no duration such as 1h30m`);
  let milliseconds = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)([a-zµ]+)/g)) {
    milliseconds += Number(amount) * (MILLISECONDS[unit] ?? Number.NaN);
  }
  return text.startsWith('-') ? -milliseconds : milliseconds;
}

function timeadd(start: Timestamp, milliseconds: number): string {
  return rfc3339({ ...start, instant: new Date(start.instant.getTime() + milliseconds) });
}

/** https://developer.hashicorp.com/terraform/language/functions/formatdate */
function formatdate(specification: string, { instant, offsetMinutes }: Timestamp): string {
  const date = local(instant, offsetMinutes);
  return specification.replace(SPECIFICATION, (part) => {
    if (part === "'") throw new ExpressionError(`a quote is not closed in "${specification}"`);
    if (part.startsWith("'")) return part.slice(1, -1).replaceAll("''", "'");
    if (!/^[A-Za-z]/.test(part)) return part;
    return datePart(part, date) ?? clockPart(part, date) ?? zonePart(part, offsetMinutes) ?? unknown(part);
  });
}

function unknown(part: string): never {
  throw new ExpressionError(`\`${part}\` is no part of a date`);
}

function datePart(part: string, date: Date): string | undefined {
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const weekday = WEEKDAYS[date.getUTCDay()] ?? '';
  switch (part) {
    case 'YYYY':
      return padded(date.getUTCFullYear(), 4);
    case 'YY':
      return padded(date.getUTCFullYear() % 100, 2);
    case 'MMMM':
      return month;
    case 'MMM':
      return month.slice(0, 3);
    case 'MM':
    case 'M':
      return padded(date.getUTCMonth() + 1, part.length);
    case 'DD':
    case 'D':
      return padded(date.getUTCDate(), part.length);
    case 'EEEE':
      return weekday;
    case 'EEE':
      return weekday.slice(0, 3);
    default:
      return undefined;
  }
}

function clockPart(part: string, date: Date): string | undefined {
  const hours = date.getUTCHours();
  switch (part) {
    case 'hh':
    case 'h':
      return padded(hours, part.length);
    case 'HH':
    case 'H':
      return padded(hours % 12 || 12, part.length);
    case 'AA':
      return hours < 12 ? 'AM' : 'PM';
    case 'aa':
      return hours < 12 ? 'am' : 'pm';
    case 'mm':
    case 'm':
      return padded(date.getUTCMinutes(), part.length);
    case 'ss':
    case 's':
      return padded(date.getUTCSeconds(), part.length);
    default:
      return undefined;
  }
}

function zonePart(part: string, offsetMinutes: number): string | undefined {
  switch (part) {
    case 'Z':
      return offset(offsetMinutes, ':', 'Z');
    case 'ZZZ':
      return offset(offsetMinutes, '', 'UTC');
    case 'ZZZZ':
      return offset(offsetMinutes, '', '+0000');
    case 'ZZZZZ':
      return offset(offsetMinutes, ':', '+00:00');
    default:
      return undefined;
  }
}

/** The date whose UTC fields are the local ones at that offset. */
function local(instant: Date, offsetMinutes: number): Date {
  return new Date(instant.getTime() + offsetMinutes * 60_000);
}

function offset(minutes: number, separator: string, utc: string): string {
  if (minutes === 0) return utc;
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? '-' : '+';
  return `${sign}${padded(Math.floor(size / 60), 2)}${separator}${padded(size % 60, 2)}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

const now: TerraformFunction = takes([], (_, { instant }) => rfc3339({ instant, offsetMinutes: 0 }));

export const timeFunctions: Readonly<Record<string, TerraformFunction>> = {
  timestamp: now,
  plantimestamp: now,
  timeadd: takes(
    [(value) => timestamp(toText(value)), (value) => duration(toText(value))],
    ([start, length]) => timeadd(start, length),
  ),
  formatdate: takes([toText, (value) => timestamp(toText(value))], ([specification, at]) =>
    formatdate(specification, at),
  ),
};
