import { createInterface } from 'node:readline/promises';
import { CommandEnded } from './failure';

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;

/** Ctrl-C, or a polite kill. */
class Interrupted extends CommandEnded {
  /** @param signalNumber as shells count: 2 is SIGINT, 15 is SIGTERM */
  constructor(signalNumber: number) {
    super('Interrupted', 'Interrupted.', '', 128 + signalNumber);
  }
}

/** The person, or the CI job, that a command talks to. */
export class Terminal {
  private readonly stop = new AbortController();

  /** @param output where progress goes: not stdout where that is for a result alone */
  constructor(readonly output: NodeJS.WriteStream = process.stdout) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => this.stop.abort(new Interrupted(SIGNALS[signal])));
  }

  /** Aborted by Ctrl-C. */
  get stopped(): AbortSignal {
    return this.stop.signal;
  }

  say(text: string): void {
    this.output.write(`${text}\n`);
  }

  /** Tells what is done next. */
  step(what: string): void {
    this.stopped.throwIfAborted();
    this.say(`\n→ ${what} …`);
  }

  /** @returns the answer; undefined where nobody is there to answer */
  async ask(question: string): Promise<string | undefined> {
    this.stopped.throwIfAborted();
    const lines = createInterface({ input: process.stdin, output: this.output });
    const closed = new Promise<undefined>((resolve) => lines.on('close', () => resolve(undefined)));
    // With a terminal, readline itself takes Ctrl-C.
    lines.on('SIGINT', () => this.stop.abort(new Interrupted(SIGNALS.SIGINT)));
    try {
      const answer = await Promise.race([lines.question(question, { signal: this.stopped }), closed]);
      if (answer === undefined) this.say('');
      return answer?.trim();
    } catch (error) {
      this.stopped.throwIfAborted();
      throw error;
    } finally {
      lines.close();
    }
  }
}
