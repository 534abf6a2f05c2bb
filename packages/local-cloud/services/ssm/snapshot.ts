import { z } from 'zod';
import { invalidSnapshot } from '../../core/errors';
import type { Json } from '../../core/json';
import { PARAMETER_TYPES, type Parameter } from './parameter';
import type { ParameterStore } from './parameter-store';

const version = z.strictObject({
  version: z.int().positive(),
  /** A secret's is there only if it was asked for. */
  value: z.string().optional(),
  ciphertext: z.string().optional(),
  lastModified: z.number(),
});
const parameter = z.strictObject({
  name: z.string().min(1),
  type: z.enum(PARAMETER_TYPES),
  tier: z.enum(['Standard', 'Advanced']),
  dataType: z.string(),
  description: z.string().optional(),
  allowedPattern: z.string().optional(),
  keyId: z.string().optional(),
  versions: z.array(version).min(1),
  writeOnlyVersion: z.number().optional(),
});
const snapshot = z.strictObject({ parameters: z.array(parameter) });

/** All parameters. A SecureString has its name and versions, and no values unless `secrets` is true. */
export function snapshotParameters(store: ParameterStore, secrets: boolean): Json {
  const parameters = store
    .all()
    .map((kept) => (kept.type === 'SecureString' && !secrets ? withoutValues(kept) : kept));
  return { parameters: parameters as unknown as Json[] };
}

function withoutValues(kept: Parameter): object {
  const versions = kept.versions.map(({ value: _value, ciphertext: _ciphertext, ...rest }) => rest);
  return { ...kept, versions };
}

/**
 * Imports the parameters of a snapshot that have values. A secret without a value stays as the stack has just
 * made it; one that was put by hand has to be put again.
 * @throws UserError `InvalidSnapshot` before anything is written
 */
export function restoreParameters(store: ParameterStore, given: Json): void {
  const parsed = snapshot.safeParse(given);
  if (!parsed.success)
    throw invalidSnapshot(`The parameters cannot be taken in: ${z.prettifyError(parsed.error)}.`);
  const whole = parsed.data.parameters.filter(({ versions }) =>
    versions.every(({ value }) => value !== undefined),
  );
  store.put(...(whole as Parameter[]));
}
