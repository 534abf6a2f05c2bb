import { isIP } from 'node:net';
import { GraphQLScalarType, type ValueNode, valueFromASTUntyped } from 'graphql';

type Check = (value: unknown) => boolean;

const OFFSET = String.raw`(Z|[+-]\d\d:\d\d(:\d\d)?)`;
const TIME = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?`;
const DATE_PATTERN = new RegExp(`^(\\d{4}-\\d\\d-\\d\\d)${OFFSET}?$`);
const TIME_PATTERN = new RegExp(`^${TIME}${OFFSET}?$`);
const DATE_TIME_PATTERN = new RegExp(`^(\\d{4}-\\d\\d-\\d\\d)T${TIME}${OFFSET}$`);
const EMAIL_PATTERN =
  /^[^\s@"(),:;<>[\\\]]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
/** With a country code, 7 to 15 digits (E.164). */
const WORLD_PHONE = /^\+[1-9]\d{6,14}$/;
/** Without one, North American: neither area nor exchange begins with 0 or 1. */
const NORTH_AMERICAN_PHONE = /^1?[2-9]\d{2}[2-9]\d{6}$/;

/** A value that is not valid for a scalar. */
export class ScalarError extends Error {
  override readonly name = 'ScalarError';
}

/** The scalars of AppSync: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const SCALARS: readonly GraphQLScalarType[] = [
  textScalar('AWSDate', 'date', (text) => isDay(DATE_PATTERN.exec(text)?.[1])),
  textScalar('AWSTime', 'time', (text) => isTimeOfDay(TIME_PATTERN.exec(text)?.slice(1, 4))),
  textScalar('AWSDateTime', 'DateTime', isDateTime),
  textScalar('AWSEmail', 'email address', (text) => EMAIL_PATTERN.test(text)),
  textScalar('AWSPhone', 'phone number', isPhone),
  textScalar('AWSURL', 'URL', (text) => /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text)),
  textScalar('AWSIPAddress', 'IP address', isAddress),
  scalar('AWSTimestamp', 'timestamp', (value) => Number.isSafeInteger(value)),
  jsonScalar(),
];

function textScalar(name: string, what: string, check: (text: string) => boolean): GraphQLScalarType {
  return scalar(name, what, (value) => typeof value === 'string' && check(value));
}

function scalar(name: string, what: string, check: Check): GraphQLScalarType {
  const parse = (value: unknown) => {
    if (check(value)) return value;
    throw new ScalarError(`Unable to parse \`${shown(value)}\` as a valid ${what}.`);
  };
  return new GraphQLScalarType({
    name,
    parseValue: parse,
    parseLiteral: (node) => parse(literal(node)),
    serialize: (value) => {
      if (check(value)) return value;
      throw new ScalarError(`Unable to serialize \`${shown(value)}\` as a valid ${what} Object.`);
    },
  });
}

/** JSON text on the wire, the parsed value for the resolver. */
function jsonScalar(): GraphQLScalarType {
  const parse = (value: unknown) => {
    try {
      if (typeof value === 'string') return JSON.parse(value) as unknown;
    } catch {
      // Reported below, as for values that are not text.
    }
    throw new ScalarError(`Unable to parse \`${shown(value)}\` as valid JSON.`);
  };
  return new GraphQLScalarType({
    name: 'AWSJSON',
    parseValue: parse,
    parseLiteral: (node) => parse(literal(node)),
    serialize: (value) => JSON.stringify(value),
  });
}

/** An integer literal as a number, a string literal as a string. Variables are handled elsewhere. */
function literal(node: ValueNode): unknown {
  return valueFromASTUntyped(node);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isDateTime(text: string): boolean {
  const match = DATE_TIME_PATTERN.exec(text);
  return isDay(match?.[1]) && isTimeOfDay(match?.slice(2, 5));
}

/** Whether the calendar has this day: not 2026-02-30. */
function isDay(text: string | undefined): boolean {
  if (text === undefined) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isTimeOfDay(parts: (string | undefined)[] | undefined): boolean {
  if (!parts) return false;
  const [hours, minutes, seconds] = parts.map((part) => Number(part ?? 0));
  return Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
}

function isPhone(text: string): boolean {
  if (!/^\+?[\d\s().-]+$/.test(text)) return false;
  const digits = text.replace(/[\s().-]/g, '');
  return digits.startsWith('+') ? WORLD_PHONE.test(digits) : NORTH_AMERICAN_PHONE.test(digits);
}

/** IPv4 or IPv6, with a CIDR suffix or without. */
function isAddress(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
