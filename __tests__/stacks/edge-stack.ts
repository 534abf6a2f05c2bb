import { type Block, resources, type Synthesized } from './synthesized';

/** The one resource of a type. */
export function only(stack: Synthesized, type: string): Block {
  const [[, config] = [], ...others] = resources(stack, type);
  if (config && others.length === 0) return config;
  throw new Error(`${resources(stack, type).length} resources are of type ${type}; one should be.`);
}

export function distribution(stack: Synthesized): Block {
  return only(stack, 'aws_cloudfront_distribution');
}

/** The resource that an expression of the stack refers to: `${aws_x.y.id}`. */
export function referred(stack: Synthesized, expression: unknown): Block | undefined {
  const [, type = '', name = ''] = /^\$\{(\w+)\.([\w-]+)\./.exec(String(expression)) ?? [];
  return stack.resource[type]?.[name];
}

export interface SynthesizedBehavior extends Block {
  readonly path_pattern?: string;
  readonly function_association?: { event_type: string; function_arn: string }[];
}

/** In order; the default one last, under that name. */
export function behaviors(stack: Synthesized): Map<string, SynthesizedBehavior> {
  const { ordered_cache_behavior: ordered, default_cache_behavior: fallback } = distribution(stack);
  const all = [
    ...(ordered as SynthesizedBehavior[]),
    { path_pattern: 'default', ...(fallback as SynthesizedBehavior) },
  ];
  return new Map(all.map((behavior) => [String(behavior.path_pattern), behavior]));
}
