import * as z from 'zod';
import { isCurrency } from './currency';
import { InvalidInput } from './errors';

/**
 * The error of a field: what is wrong with it and what it should be. Text is described and never repeated:
 * the message is logged, and some fields say who somebody is.
 */
function must(rule: string): { error: (issue: { code: string; input?: unknown }) => string } {
  return { error: (issue) => `${wrongWith(issue.input, issue.code)}; it must be ${rule}.` };
}

function wrongWith(input: unknown, code: string): string {
  if (input === undefined || input === null) return 'is missing';
  if (typeof input === 'number') return `is ${input}`;
  if (typeof input !== 'string') return 'is of the wrong type';
  if (input === '') return 'is empty';
  return code === 'too_big' ? `has ${input.length} characters` : 'does not fit';
}

function identifier(longest: number) {
  const rule = must(`1 to ${longest} of A-Z a-z 0-9 - _`);
  return z
    .string(rule)
    .max(longest, rule)
    .regex(/^[A-Za-z0-9_-]+$/, rule);
}

function text(longest: number) {
  const rule = must(`text of 1 to ${longest} printable characters`);
  return z.string(rule).min(1, rule).max(longest, rule).regex(PRINTABLE, rule);
}

function wholeNumber(least: number, most: number) {
  const rule = must(`a whole number from ${least} to ${most}`);
  return z.int(rule).min(least, rule).max(most, rule);
}

/** No control characters, line separators or halves of surrogate pairs; not white space alone. */
const PRINTABLE = /^(?=.*\S)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;

/** Lines and tabs are fine in a description. */
const PROSE = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;
const proseRule = must('text of at most 2000 characters');

/** GraphQL's optional arguments may be left out or null: both mean the same here. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** An optional argument that is null where it is not given. */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}

export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape, 'is missing; it must be an object with the fields of the schema.');
}

/** A GraphQL Int holds no more. */
const LARGEST_INT = 2 ** 31 - 1;

const statuses = ['VACANT', 'RESERVED', 'PAID'] as const;
const currencyRule = must('an ISO 4217 code, such as EUR');

export const reservationId = identifier(80);
export const apartmentId = identifier(64);
export const complexId = identifier(64);
export const guestId = text(128);
export const apartmentName = text(120);
export const description = z.string(proseRule).max(2000, proseRule).regex(PROSE, proseRule);
/** Why staff give a command, for the record. */
export const reason = text(500);
export const bedrooms = wholeNumber(0, 50);
export const amount = wholeNumber(0, LARGEST_INT);
export const refundId = identifier(80);
export const refundAmount = wholeNumber(1, LARGEST_INT);
export const currency = z.string(currencyRule).refine(isCurrency, currencyRule);
export const bookedStatus = z.enum(statuses, must('VACANT, RESERVED or PAID'));
const instantRule = must('an instant such as 2026-03-01T12:15:00.000Z');
export const instant = z.iso.datetime(instantRule);
export const withdrawn = z.boolean(must('true or false'));
export const contactName = text(120);
const emailRule = must('an e-mail address, such as ada@example.com');
export const email = z.email(emailRule).max(254, emailRule);
export const limit = wholeNumber(1, 100);
export const nextToken = z.string(must('the nextToken of a page'));
export const stateMachineArn = z.string(must('the ARN of a state machine that getStepFunctions lists'));

/**
 * The input as its schema makes it.
 * @throws InvalidInput naming the first field that is wrong: `price.currency is missing; it must be …`
 */
export function validated<Valid>(schema: z.ZodType<Valid>, input: unknown): Valid {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues as [z.core.$ZodIssue];
  throw new InvalidInput(first.path.join('.') || 'input', first.message);
}
