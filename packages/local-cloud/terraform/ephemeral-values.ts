import type { Json, JsonObject } from '../core/json';
import { dependenciesIn } from './configuration';
import type { Declaration } from './declaration';
import { stackUnusable } from './errors';

/** The provider's names for its write-only arguments: `value_wo` (beside it, `value_wo_version` is kept). */
const WRITE_ONLY = /_wo$/;

/**
 * Refuses an ephemeral value where Terraform would have to keep it, in a plan or in the state: anywhere but in
 * write-only arguments, ephemeral resources, providers and locals
 * (https://developer.hashicorp.com/terraform/language/block/ephemeral). Terraform itself says so at its plan.
 */
export function refuseKeptEphemerals(
  kept: readonly Declaration[],
  locals: readonly [string, Json][],
  outputs: readonly { readonly name: string; readonly value: Json }[],
): void {
  const ofLocals = new Map(locals.map(([name, value]) => [`local.${name}`, value]));
  const refuse = (address: string, value: Json) => {
    const found = ephemeralIn(value, address, ofLocals, new Set());
    if (found === undefined) return;
    throw stackUnusable(
      `${address} would keep ${found}, an ephemeral value, in Terraform's plan and state`,
      'Give it to write-only arguments (…_wo) alone.',
    );
  };
  for (const { address, config } of kept) refuse(address, withoutWriteOnly(config));
  for (const { name, value } of outputs) refuse(`output.${name}`, value);
}

/** The address of the first ephemeral resource that a value comes from, itself or through locals. */
function ephemeralIn(
  value: Json,
  place: string,
  locals: ReadonlyMap<string, Json>,
  seen: Set<string>,
): string | undefined {
  for (const address of dependenciesIn(value, place)) {
    if (address.startsWith('ephemeral.')) return address;
    const local = locals.get(address);
    if (local === undefined || seen.has(address)) continue;
    seen.add(address);
    const found = ephemeralIn(local, address, locals, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function withoutWriteOnly(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutWriteOnly);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([name]) => !WRITE_ONLY.test(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutWriteOnly(member)])) as JsonObject;
}
