import { NO_ALLOWANCES } from '../meaning/allowances';
import type { Review } from '../model';
import type { Json, JsonObject } from '../plan/json';
import { readPlan } from '../plan/terraform-plan';
import { renderJson } from '../render/json';
import { renderMarkdown } from '../render/markdown';
import { renderTerminal } from '../render/terminal';
import { review } from '../review';
import { TODAY } from './recorded';

export interface MadeChange {
  readonly type?: string;
  readonly address?: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly actions?: readonly string[];
  readonly marks?: Json;
  readonly more?: JsonObject;
}

/** A plan as `terraform show -json` would write it, of the given changes. */
export function planOf(...changes: readonly MadeChange[]): JsonObject {
  return {
    format_version: '1.2',
    resource_changes: changes.map(({ type = 'aws_thing', before, after, marks, more, ...rest }, index) => ({
      address: rest.address ?? `${type}.it${index}`,
      mode: 'managed',
      type,
      name: `it${index}`,
      ...more,
      change: {
        actions:
          rest.actions ?? (before === undefined ? ['create'] : after === undefined ? ['delete'] : ['update']),
        before: before ?? null,
        after: after ?? null,
        ...(marks !== undefined && { before_sensitive: marks, after_sensitive: marks }),
        ...(more?.['change'] as JsonObject | undefined),
      },
    })),
  };
}

export function reviewed(plan: Json): Review {
  return review(readPlan(JSON.stringify(plan)), {
    environment: 'prod',
    allowances: NO_ALLOWANCES,
    allowancesFile: 'config/allowances.json',
    today: TODAY,
  });
}

/** The review in every form. */
export function printed(plan: Json): { terminal: string; markdown: string; json: string } {
  const made = reviewed(plan);
  return {
    terminal: renderTerminal(made, { width: 120, colours: false }),
    markdown: renderMarkdown(made, { limit: 10_000_000 }),
    json: renderJson(made),
  };
}
