/** Header fields by lower-case name. A field that came several times has several values. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** The value of a field as one string, the way HTTP joins repeated fields. */
export function field(fields: Fields, name: string): string | undefined {
  return fields.get(name)?.join(', ');
}

/** Fields as services of the local cloud exchange them: a list where one occurs several times. */
export function fieldsOf(headers: Readonly<Record<string, string | string[]>>): Fields {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
}

/** Fields with one value each; repeated ones joined. */
export function headersOf(fields: Fields): Record<string, string> {
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.join(', ')]));
}

/** The fields whose names pass the test. */
export function only(fields: Fields, test: (name: string) => boolean): Fields {
  return new Map([...fields].filter(([name]) => test(name)));
}

/** The first fields, overlaid by the later ones. */
export function merged(...layers: readonly Fields[]): Fields {
  return new Map(layers.flatMap((layer) => [...layer]));
}
