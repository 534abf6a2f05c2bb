import { setImmediate as everybodyStands } from 'node:timers/promises';
import type { WorldData } from './data';

/** What a call was answered, and when: what a request does next depends on nothing else. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly at: number;
}

export interface PendingCall {
  readonly name: string;
  readonly kind: 'read' | 'write' | 'provider' | 'sleep';
  act(data: WorldData): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** By which a request reaches what is outside its process. */
export interface Outside {
  call<Result>(
    name: string,
    kind: PendingCall['kind'],
    act: (data: WorldData) => Result,
  ): Promise<Awaited<Result>>;
  now(): number;
}

/**
 * One request to one of the product's functions. It stands still at each call to the outside until the call's turn
 * comes; begun anew with the outcomes that it had, it comes to the same point.
 */
export class Request implements Outside {
  readonly outcomes: Outcome[] = [];
  readonly calls: PendingCall[] = [];
  isOver = false;
  /** What it failed with that is no answer. */
  failure: unknown;
  private instant: number;

  constructor(
    readonly command: string,
    readonly begunAt: number,
    private readonly run: (outside: Outside) => Promise<unknown>,
    private readonly isAnswer: (error: unknown) => boolean,
  ) {
    this.instant = begunAt;
  }

  now = (): number => this.instant;

  call<Result>(
    name: string,
    kind: PendingCall['kind'],
    act: (data: WorldData) => Result,
  ): Promise<Awaited<Result>> {
    return new Promise((resolve, reject) => {
      this.calls.push({ name, kind, act, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  /** Goes as far as it comes by itself, after these outcomes. */
  async begin(outcomes: readonly Outcome[] = []): Promise<this> {
    this.run(this).then(
      () => {
        this.isOver = true;
      },
      (error: unknown) => {
        this.isOver = true;
        if (!this.isAnswer(error)) this.failure = error;
      },
    );
    await everybodyStands();
    for (const outcome of outcomes) await this.goOn(outcome);
    return this;
  }

  /** Its oldest call has this outcome. */
  async goOn(outcome: Outcome): Promise<void> {
    const call = this.calls.shift();
    if (!call) throw new Error(`${this.command} waits for what is not a call.`);
    this.outcomes.push(outcome);
    this.instant = outcome.at;
    if (outcome.error === undefined) call.resolve(outcome.value);
    else call.reject(outcome.error);
    await everybodyStands();
  }
}
