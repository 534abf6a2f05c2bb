import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type jsonata from 'jsonata';
import { QueuedPromise, runQueued } from './queued-promise';

/** jsonata's own limits, which its typings lack. */
interface JsonataLimits {
  /** Milliseconds of real time. */
  readonly timeout: number;
  /** Depth of calls. */
  readonly stack: number;
}

interface Expression {
  evaluate(input: unknown, bindings: Record<string, unknown>): QueuedPromise<unknown>;
}

type Compile = (text: string, options: JsonataLimits) => Expression;

/** An expression that never ends fails its state and does not block this process. */
const LIMITS: JsonataLimits = { timeout: 1_000, stack: 500 };

/**
 * jsonata evaluates asynchronously, but the engine advances an execution in one synchronous step, which is
 * what makes a step atomic. jsonata awaits nothing from outside, so its ES5 build, which takes `Promise`
 * as any other name, is loaded here with a Promise whose callbacks we run ourselves.
 */
const compile = load();
const compiled = new Map<string, Expression>();

function load(): Compile {
  const file = require.resolve('jsonata/jsonata-es5.js');
  const loaded: { exports: unknown } = { exports: {} };
  const names = ['module', 'exports', 'Promise', 'regeneratorRuntime'];
  const wrapper = compileFunction(readFileSync(file, 'utf8'), names, { filename: file });
  wrapper(loaded, loaded.exports, QueuedPromise, undefined);
  return loaded.exports as Compile;
}

/** Parses an expression; throws a {@link jsonata.JsonataError} for one that is not JSONata. */
export function compileExpression(text: string): Expression {
  let expression = compiled.get(text);
  if (!expression) {
    expression = compile(text, LIMITS);
    compiled.set(text, expression);
  }
  return expression;
}

/** Evaluates an expression now; undefined when it selects nothing. Throws a JsonataError. */
export function evaluateNow(text: string, bindings: Record<string, unknown>): unknown {
  const result = compileExpression(text).evaluate(undefined, bindings);
  runQueued();
  return result.take();
}

export function isJsonataError(error: unknown): error is jsonata.JsonataError {
  return typeof error === 'object' && error !== null && 'code' in error;
}
