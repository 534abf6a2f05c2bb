import { z } from 'zod';
import { InputError } from '../input-error';

const address = z
  .string()
  .regex(/^[a-z0-9_]+\.[\w-]+(\[.*\])?$/i, 'must be a Terraform address, such as aws_dynamodb_table.orders');
const date = z.iso.date('must be a day, such as 2026-12-31');
const reason = z.string().trim().min(10, 'must say why, in a sentence');
const environment = z.string().min(1);

const file = z.strictObject({
  destroy: z.array(z.strictObject({ address, environment, reason, expires: date })),
  drift: z.array(
    z.strictObject({
      address,
      environment,
      reason,
      attributes: z.array(z.string().min(1)).min(1).optional(),
      expires: date,
    }),
  ),
});

/** What reviewers have agreed to in the repository: destruction of data, and drift that is none of ours. */
export type Allowances = z.output<typeof file>;
export type DestroyAllowance = Allowances['destroy'][number];
export type DriftAllowance = Allowances['drift'][number];

export const NO_ALLOWANCES: Allowances = { destroy: [], drift: [] };

/**
 * Reads a file of allowances.
 * @throws InputError that names the field and what it should be
 */
export function readAllowances(text: string, path: string): Allowances {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new InputError(
      'AllowancesUnreadable',
      `${path} is not JSON: ${(error as Error).message}.`,
      'Correct it there, then run this again.',
    );
  }
  const result = file.safeParse(content);
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    ({ path: field, message }) => `${field.join('.') || 'it'}: ${message}`,
  );
  throw new InputError(
    'AllowancesUnreadable',
    `${path}: ${faults.join('; ')}.`,
    'Correct it there, then run this again.',
  );
}

/** Whether the allowance still holds on that day; the day it expires is its last. */
export function inForce({ expires }: { readonly expires: string }, today: string): boolean {
  return today <= expires;
}
