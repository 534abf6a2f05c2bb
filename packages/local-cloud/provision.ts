import { AwsError } from './core/errors';
import type { Json } from './core/json';
import type { Service } from './core/service';
import { stackUnusable } from './terraform/errors';
import { Evaluation, type EvaluationSettings } from './terraform/evaluation';
import type { Stack } from './terraform/stack';

export interface Provisioned {
  /** By name, the sensitive ones too. */
  readonly outputs: Readonly<Record<string, Json>>;
  /** The resource types that no service runs, each with how many of them the stack has. */
  readonly notRunLocally: readonly string[];
}

/**
 * Provisions a stack's resources in the order of their references.
 * @throws UserError naming the resource that a service refuses, and why
 */
export async function provisionStack(
  stack: Stack,
  services: readonly Service[],
  settings: EvaluationSettings,
): Promise<Provisioned> {
  const evaluation = new Evaluation(stack, settings);
  const missing = new Map<string, number>();
  for (const declared of stack.resources) {
    const resource = evaluation.resource(declared);
    const service = services.find(({ resourceTypes }) => resourceTypes.includes(resource.type));
    if (service) {
      const attributes = await service
        .provision(resource)
        .catch((error: unknown) => refuse(resource.address, error));
      evaluation.provide(resource, attributes);
    } else {
      evaluation.providePlaceholder(resource);
      missing.set(resource.type, (missing.get(resource.type) ?? 0) + 1);
    }
  }
  return {
    outputs: Object.fromEntries(evaluation.outputs().map(({ name, value }) => [name, value])),
    notRunLocally: [...missing].map(([type, count]) => (count === 1 ? type : `${type} (${count})`)),
  };
}

function refuse(address: string, error: unknown): never {
  if (!(error instanceof AwsError)) throw error;
  throw stackUnusable(error.message.includes(address) ? error.message : `${address}: ${error.message}`);
}
