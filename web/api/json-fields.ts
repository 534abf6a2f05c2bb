import { TransientError } from './errors';

/** An object of JSON whose fields are read one by one, each with the type it must have. */
export class JsonFields {
  private constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  /** @throws TransientError where the answer is not an object: then a proxy made it, not Keyhold */
  static of(value: unknown): JsonFields {
    if (typeof value !== 'object' || value === null) throw unreadable('an object');
    return new JsonFields(value as Record<string, unknown>);
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string') throw unreadable(`text in ${name}`);
    return value;
  }

  number(name: string): number {
    const value = this.fields[name];
    if (typeof value !== 'number') throw unreadable(`a number in ${name}`);
    return value;
  }

  object(name: string): JsonFields {
    return JsonFields.of(this.fields[name]);
  }

  list(name: string): JsonFields[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw unreadable(`a list in ${name}`);
    return value.map(JsonFields.of);
  }

  /** One of the words of a closed list. */
  word<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.text(name);
    const known = words.find((word) => word === value);
    if (known === undefined) throw unreadable(`one of ${words.join(', ')} in ${name}`);
    return known;
  }

  /** Text, or undefined where the field is absent, null or of another type. */
  optionalText(name: string): string | undefined {
    const value = this.fields[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** True where the field is; false where it is absent or anything else. */
  flag(name: string): boolean {
    return this.fields[name] === true;
  }

  /** One of the words; undefined where the field is absent, null or a word of a newer API. */
  optionalWord<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    return words.find((word) => word === this.fields[name]);
  }

  optionalList(name: string): JsonFields[] {
    return Array.isArray(this.fields[name]) ? this.list(name) : [];
  }
}

function unreadable(expected: string): TransientError {
  return new TransientError(`The answer could not be read: expected ${expected}. Reload the page.`);
}
