import { AwsError } from '../../core/errors';
import { isObject, type Json, type JsonObject } from '../../core/json';

/** What a target gets of an event, as JSON text. */
export type InputTransformer = (
  event: JsonObject,
  rule: { readonly name: string; readonly arn: string },
) => string;

interface Configured {
  readonly input?: string | null | undefined;
  readonly input_transformer?:
    | {
        readonly input_paths?: Readonly<Record<string, string>> | null | undefined;
        readonly input_template: string;
      }
    | null
    | undefined;
}

/**
 * The event itself, a constant, or a template that is filled from the event
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
 * @throws AwsError where a path is not supported
 */
export function transformerOf(address: string, { input, input_transformer }: Configured): InputTransformer {
  if (typeof input === 'string') return () => input;
  if (!input_transformer) return (event) => JSON.stringify(event);
  const paths = Object.entries(input_transformer.input_paths ?? {}).map(
    ([name, path]) => [name, namesOf(address, path)] as const,
  );
  return (event, rule) => {
    const values = new Map<string, Json>(paths.map(([name, names]) => [name, valueAt(event, names) ?? null]));
    values.set('aws.events.rule-arn', rule.arn);
    values.set('aws.events.rule-name', rule.name);
    values.set('aws.events.event.ingestion-time', event['time'] ?? null);
    values.set('aws.events.event', event);
    values.set('aws.events.event.json', event);
    return filled(input_transformer.input_template, values);
  };
}

/** `$.detail.name`: the plain paths are all that is supported. */
function namesOf(address: string, path: string): string[] {
  if (!/^\$(\.[A-Za-z0-9_-]+)*$/.test(path))
    throw new AwsError('ValidationException', `${address}: the input path ${path} is not supported locally`);
  return path.split('.').slice(1);
}

function valueAt(event: JsonObject, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), event);
}

/** A placeholder in quotes becomes part of that text; elsewhere it is the value as JSON. */
function filled(template: string, values: ReadonlyMap<string, Json>): string {
  return template.replace(/"(?:[^"\\]|\\.)*"|<([\w.-]+)>/g, (all, name: string | undefined) => {
    if (name !== undefined) return values.has(name) ? JSON.stringify(values.get(name)) : all;
    return all.replace(/<([\w.-]+)>/g, (placeholder, inner: string) =>
      values.has(inner) ? textOf(values.get(inner) ?? '') : placeholder,
    );
  });
}

/** As it stands between quotes. */
function textOf(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}
