import type { Json, JsonObject } from '../core/json';

/** About how many characters of a payload are kept. */
const LARGEST_COPY = 16 * 1024;
/** The size that a number, a bracket or a comma counts as. */
const SMALL = 4;

/** A copy of a payload; not `complete` where the payload was too large to be kept whole. */
export interface PayloadCopy {
  readonly value: Json;
  readonly complete: boolean;
}

/**
 * Copies a payload, up to 16 KiB of it, so that later changes to it do not show. It is not serialized: that
 * happens only when somebody looks at it.
 */
export function copyPayload(payload: unknown): PayloadCopy {
  const copier = new Copier();
  const value = copier.copy(payload);
  return { value, complete: copier.left > 0 };
}

class Copier {
  left = LARGEST_COPY;

  copy(value: unknown): Json {
    this.left -= SMALL;
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
      case 'boolean':
        return value;
      case 'object':
        if (value === null) return null;
        if (Array.isArray(value)) return this.list(value);
        return value instanceof Uint8Array ? this.text(`${value.length} bytes`) : this.object(value);
      default:
        return null;
    }
  }

  private text(value: string): string {
    const { left } = this;
    this.left -= value.length;
    // Through a buffer: a slice would keep all of the text that it is a part of.
    return this.left > 0 ? value : Buffer.from(value.slice(0, Math.max(0, left))).toString();
  }

  private list(values: readonly unknown[]): Json[] {
    const copy: Json[] = [];
    for (const value of values) {
      if (this.left <= 0) break;
      copy.push(this.copy(value));
    }
    return copy;
  }

  private object(value: object): JsonObject {
    const copy: JsonObject = {};
    for (const [name, member] of Object.entries(value)) {
      if (this.left <= 0) break;
      if (member === undefined) continue;
      this.left -= name.length;
      copy[name] = this.copy(member);
    }
    return copy;
  }
}
