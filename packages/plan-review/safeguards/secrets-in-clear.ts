import { capitalizedTitle } from '../meaning/names';
import { isObject, type Json, parsed } from '../plan/json';
import { hiddenBy } from '../plan/secrets';
import type { ResourceChange } from '../plan/terraform-plan';

/** A secret in a setting is in the state, in every plan, and in AWS's console. */
export function secretsInClear(change: ResourceChange): string[] {
  const names = placesOf(change.after, '');
  return [...new Set(names)].map(
    (name) =>
      `${capitalizedTitle(change)} holds what looks like a secret in clear, ${name}: keep it in Secrets Manager.`,
  );
}

/** The names under which something looks like a secret that nobody has marked as one. */
function placesOf(value: Json | undefined, name: string): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => placesOf(part, name));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, part]) =>
      placesOf(part, key === 'value' && typeof value['name'] === 'string' ? value['name'] : key),
    );
  if (hiddenBy(value) === 'lookalike') return [name];
  const document = parsed(value);
  return document === undefined ? [] : placesOf(document, name);
}
