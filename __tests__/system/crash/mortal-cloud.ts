import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { JsonObject } from '@keyhold/local-cloud';
import { compiled } from '../../programs';

const PROCESS = compiled('__tests__/system/crash/process.ts');

/** What the cloud answered in place of an output. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** The local cloud as a process that is killed and started again on the same data folder. */
export class MortalCloud {
  private child: ChildProcessWithoutNullStreams | undefined;
  private urls = new Announcement();
  private said = '';
  private answers = 0;
  private watch: { readonly answers: number; readonly reached: () => void } | undefined;

  constructor(
    private readonly artifact: string,
    private readonly dataDirectory: string,
  ) {}

  /** What its processes wrote to their logs. */
  get log(): string {
    return this.said;
  }

  /** Begins a life, and does not wait for it. */
  start(): void {
    const child = spawn(process.execPath, [...PROCESS, this.artifact, this.dataDirectory]);
    this.child = child;
    child.stdout.once('data', (line) => {
      const [gateway = '', edge = ''] = String(line).trim().split(' ');
      if (this.child === child) this.urls.announce({ gateway, edge });
    });
    child.stderr.on('data', (chunk) => {
      this.said += chunk;
    });
    child.once('exit', (code) => {
      if (this.child === child)
        this.urls.fail(new Error(`The cloud ended by itself with ${code}: ${this.said}`));
    });
  }

  /** Resolves when the present life answers requests; rejects when it ends by itself. */
  async ready(): Promise<void> {
    await this.urls.promise;
  }

  /** Resolves after so many more answers: the same point of the work, however fast the machine is. */
  answered(more: number): Promise<void> {
    return new Promise((reached) => {
      this.watch = { answers: this.answers + more, reached };
    });
  }

  /** Ends the process as a power button would, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = undefined;
    // Whoever asks from now on waits for the next life; who waits already waits on.
    if (this.urls.announced) this.urls = new Announcement();
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }

  /**
   * Asks until there is an answer, over as many lives as it takes: as a client would that got none, with the
   * very same request.
   * @throws Refused
   */
  async ask(target: string, input: JsonObject): Promise<JsonObject> {
    for (;;) {
      const answer = await this.askOnce(target, input);
      if (answer === undefined) continue;
      const body = JSON.parse(answer.text) as JsonObject;
      if (answer.status === 200) return body;
      throw new Refused(String(body['__type']), String(body['message']));
    }
  }

  /** A POST through the edge, sent again over as many lives as it takes until there is an answer. */
  async post(path: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
    for (;;) {
      const answer = await this.once(({ edge }) => edge + path, body, {
        'content-type': 'application/json',
        ...headers,
      });
      if (answer !== undefined) return answer;
    }
  }

  /** Moves the clock of the present life to its next timer, if there is one as soon as nothing is under way. */
  async skip(): Promise<void> {
    const { gateway } = await this.urls.promise;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ by: 'next' });
    const answer = await fetch(`${gateway}/_console/api/clock`, { method: 'POST', headers, body });
    const text = await answer.text();
    if (!answer.ok && !text.includes('"NoTimer"')) throw new Error(`The clock does not move: ${text}`);
  }

  private askOnce(target: string, input: JsonObject): Promise<Answer | undefined> {
    return this.once(({ gateway }) => gateway, JSON.stringify(input), {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      authorization: 'AWS4-HMAC-SHA256 Credential=guest/20260101/eu-central-1/any/aws4_request',
    });
  }

  /** Undefined where the process died before it answered. */
  private async once(
    urlIn: (urls: Urls) => string,
    body: string,
    headers: Record<string, string>,
  ): Promise<Answer | undefined> {
    const life = this.urls;
    try {
      const url = urlIn(await life.promise);
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
      const answer = { status: response.status, text: await response.text() };
      if (++this.answers === this.watch?.answers) this.watch.reached();
      return answer;
    } catch (error) {
      if (life === this.urls) throw error;
      return undefined;
    }
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Where a life answers. */
interface Urls {
  readonly gateway: string;
  readonly edge: string;
}

/** URLs that are not known yet. */
class Announcement {
  announced = false;
  readonly promise: Promise<Urls>;
  private settle: { resolve(urls: Urls): void; reject(error: Error): void } | undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    this.promise.catch(() => undefined);
  }

  announce(urls: Urls): void {
    this.announced = true;
    this.settle?.resolve(urls);
  }

  fail(error: Error): void {
    this.settle?.reject(error);
  }
}
