import type { Json } from '../../core/json';
import type { Resolver } from './graphql-api';
import { FieldError } from './wire-error';

interface PendingItem {
  readonly event: Json;
  readonly resolve: (value: Json) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls the function of a resolver with a list of events. */
export type CallBatch = (resolver: Resolver, events: Json[]) => Promise<Json>;

/**
 * The events of one request's batching resolvers, gathered until the fields at hand have all been asked for:
 * https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers-js.html#advanced-use-case-batching-js
 */
export class Batches {
  private readonly open = new Map<Resolver, PendingItem[]>();

  constructor(private readonly call: CallBatch) {}

  add(resolver: Resolver, event: Json): Promise<Json> {
    return new Promise((resolve, reject) => {
      const waiting = this.open.get(resolver);
      if (waiting) waiting.push({ event, resolve, reject });
      else {
        this.open.set(resolver, [{ event, resolve, reject }]);
        setImmediate(() => this.flush(resolver));
      }
    });
  }

  private flush(resolver: Resolver): void {
    const waiting = this.open.get(resolver) ?? [];
    this.open.delete(resolver);
    while (waiting.length > 0) void this.send(resolver, waiting.splice(0, resolver.maxBatchSize));
  }

  private async send(resolver: Resolver, batch: PendingItem[]): Promise<void> {
    try {
      const events = batch.map(({ event }) => event);
      const answers = listOf(await this.call(resolver, events), batch.length);
      for (const [index, { resolve, reject }] of batch.entries()) settle(answers[index], resolve, reject);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function listOf(answer: Json, length: number): Json[] {
  if (Array.isArray(answer) && answer.length === length) return answer;
  throw new FieldError(
    'Lambda:IllegalArgument',
    `The function must answer a batch of ${length} events with a list of ${length} results.`,
  );
}

function settle(
  answer: Json | undefined,
  resolve: PendingItem['resolve'],
  reject: PendingItem['reject'],
): void {
  const { data, errorMessage, errorType } = (answer ?? {}) as {
    data?: Json;
    errorMessage?: string;
    errorType?: string;
  };
  if (errorMessage === undefined || errorMessage === null) resolve(data ?? null);
  else reject(new FieldError(errorType ?? 'Lambda:Unhandled', errorMessage));
}
