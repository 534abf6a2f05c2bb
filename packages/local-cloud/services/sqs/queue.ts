import Heap from 'heap-js';
import type { Alarm, Clock } from '../../core/clock';
import { outOfRange, SqsError } from './errors';
import type { Message } from './message';
import type { MessageChange, MessageStore } from './message-store';
import type { QueuePolicy } from './queue-policy';
import type { QueueSettings } from './queue-settings';
import type { Receipt } from './receipt-handle';

interface QueueEntry {
  readonly visibleAt: number;
  readonly order: number;
  readonly id: string;
}

interface WaitingReceiver {
  readonly most: number;
  readonly visibilityMs: number;
  readonly resolve: (messages: Promise<Message[]>) => void;
  /** When it stops waiting. */
  deadline: Alarm | undefined;
}

interface StoredMessage {
  readonly message: Message;
  /** The order of its valid entry: earlier entries of the message are void. */
  readonly turn: number;
}

/** How many messages a queue has, as GetQueueAttributes tells. */
export interface MessageCounts {
  readonly visible: number;
  /** Received, and neither deleted nor visible again. */
  readonly inFlight: number;
  /** Sent with a delay that is not over. */
  readonly delayed: number;
}

/**
 * A standard queue. A change is made in memory at once, so that no message is delivered twice, and stored before
 * the request is answered, so that no message is lost.
 */
export class Queue {
  policy: QueuePolicy | undefined;
  redriveAllow: string | undefined;
  redrive: QueueSettings['redrive'];
  private readonly messages = new Map<string, StoredMessage>();
  /** When messages can be received. Entries of a message that has changed since are void. */
  private readonly turns = new Heap<QueueEntry>((a, b) => a.visibleAt - b.visibleAt || a.order - b.order);
  private readonly receivers: WaitingReceiver[] = [];
  private order = 0;
  private alarm: { readonly at: number; readonly alarm: Alarm } | undefined;
  private purgedAt = Number.NEGATIVE_INFINITY;
  private isStopped = false;

  /** @param deadLetters the queue of an ARN */
  constructor(
    readonly settings: QueueSettings,
    readonly arn: string,
    readonly createdAt: number,
    private readonly clock: Clock,
    private readonly store: MessageStore,
    private readonly deadLetters: (arn: string) => Queue | undefined,
  ) {
    this.policy = settings.policy;
    this.redriveAllow = settings.redriveAllow;
    this.redrive = settings.redrive;
  }

  get name(): string {
    return this.settings.name;
  }

  /** Loads the messages of an earlier process. */
  async load(): Promise<void> {
    for (const message of await this.store.messages(this.name)) this.place(message);
  }

  async send(messages: readonly Message[]): Promise<void> {
    await this.store.write(messages.map((message) => this.keep(message)));
    for (const message of messages) this.place(message);
    this.serve();
  }

  /**
   * Up to `most` messages, hidden from others for `visibilityMs`.
   * @param waitMs how long to wait for the first: 0 for not at all, Infinity for until the stop
   */
  async receive(most: number, visibilityMs: number, waitMs: number): Promise<Message[]> {
    const found = this.receivers.length === 0 ? this.take(most, visibilityMs) : undefined;
    if (found) return found;
    if (waitMs <= 0 || this.isStopped) return [];
    return new Promise((resolve) => {
      const receiver: WaitingReceiver = { most, visibilityMs, resolve, deadline: undefined };
      this.receivers.push(receiver);
      this.expect();
      if (waitMs === Number.POSITIVE_INFINITY) return;
      receiver.deadline = this.clock.alarm(this.clock.now() + waitMs, () => this.dismiss(receiver));
    });
  }

  /** A receipt that is not the latest deletes nothing, and is no error, as on AWS. */
  async remove(receipts: readonly Receipt[]): Promise<void> {
    const current = receipts.filter(
      ({ id, receiveCount }) => this.messages.get(id)?.message.receiveCount === receiveCount,
    );
    for (const { id } of current) this.messages.delete(id);
    this.expect();
    await this.store.write(current.map(({ id }) => this.drop(id)));
  }

  /** @throws SqsError where the message is not in flight */
  async changeVisibility({ id, receiveCount }: Receipt, visibilityMs: number): Promise<void> {
    const message = this.messages.get(id)?.message;
    if (message?.receiveCount !== receiveCount) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw outOfRange(id, 'ReceiptHandle', reason);
    }
    const now = this.clock.now();
    if (message.visibleAt <= now)
      throw new SqsError('MessageNotInflight', 'The specified message is not in flight.');
    const changed = { ...message, visibleAt: now + visibilityMs };
    this.place(changed);
    await this.store.write([this.keep(changed)]);
    this.serve();
  }

  /** @throws SqsError within a minute of the last */
  async purge(): Promise<void> {
    const now = this.clock.now();
    if (now - this.purgedAt < 60_000) {
      const message = `Only one PurgeQueue operation on ${this.name} is allowed every 60 seconds.`;
      throw new SqsError('PurgeQueueInProgress', message, 403);
    }
    this.purgedAt = now;
    const ids = [...this.messages.keys()];
    this.messages.clear();
    this.expect();
    await this.store.write(ids.map((id) => this.drop(id)));
  }

  counts(): MessageCounts {
    const now = this.clock.now();
    const all = [...this.messages.values()].map(({ message }) => message);
    const kept = all.filter((message) => !this.isExpired(message, now));
    const hidden = kept.filter(({ visibleAt }) => visibleAt > now);
    const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
    return { visible: kept.length - hidden.length, inFlight: hidden.length - delayed, delayed };
  }

  /** Releases every waiting receiver. */
  stop(): void {
    this.isStopped = true;
    this.alarm?.alarm.cancel();
    for (const { resolve, deadline } of this.receivers.splice(0)) {
      deadline?.cancel();
      resolve(Promise.resolve([]));
    }
  }

  private place(message: Message): void {
    const turn = this.order++;
    this.messages.set(message.id, { message, turn });
    this.turns.push({ visibleAt: message.visibleAt, order: turn, id: message.id });
  }

  /** The next messages that are due; undefined where there are none. */
  private take(most: number, visibilityMs: number): Promise<Message[]> | undefined {
    const now = this.clock.now();
    const taken: Message[] = [];
    const changes: MessageChange[] = [];
    const letters: { readonly to: Queue; readonly letter: Message }[] = [];
    while (taken.length < most) {
      const message = this.nextDue(now);
      if (!message) break;
      const to = this.deadLetterQueueFor(message);
      if (!to && !this.isExpired(message, now)) {
        taken.push(receivedAt(message, now, visibilityMs));
        continue;
      }
      this.messages.delete(message.id);
      changes.push(this.drop(message.id));
      if (!to || this.isExpired(message, now)) continue;
      const letter = { ...message, visibleAt: now, deadLetterSource: this.arn };
      letters.push({ to, letter });
      changes.push(to.keep(letter));
    }
    for (const message of taken) this.place(message);
    changes.push(...taken.map((message) => this.keep(message)));
    if (changes.length === 0) return undefined;
    const written = this.store.write(changes).then(() => {
      for (const { to, letter } of letters) to.arrive(letter);
      return taken;
    });
    if (taken.length > 0) return written;
    // Nobody waits for it. If the write fails, the messages are still in the store at the next start.
    written.catch(() => undefined);
    return undefined;
  }

  /** Takes the first message that can be received now. */
  private nextDue(now: number): Message | undefined {
    const due = this.nextTurn();
    if (due === undefined || due > now) return undefined;
    return this.messages.get(this.turns.pop()?.id ?? '')?.message;
  }

  private arrive(message: Message): void {
    this.place(message);
    this.serve();
  }

  private deadLetterQueueFor({ receiveCount }: Message): Queue | undefined {
    if (!this.redrive || receiveCount < this.redrive.maxReceiveCount) return undefined;
    return this.deadLetters(this.redrive.deadLetterTargetArn);
  }

  private isExpired({ sentAt }: Message, now: number): boolean {
    return sentAt + this.settings.retentionSeconds * 1000 <= now;
  }

  /** Gives messages to the waiting receivers, in the order in which they came. */
  private serve(): void {
    for (let receiver = this.receivers[0]; receiver; receiver = this.receivers[0]) {
      const found = this.take(receiver.most, receiver.visibilityMs);
      if (!found) break;
      this.receivers.shift();
      receiver.deadline?.cancel();
      receiver.resolve(found);
    }
    this.expect();
  }

  private dismiss(receiver: WaitingReceiver): void {
    const index = this.receivers.indexOf(receiver);
    if (index < 0) return;
    this.receivers.splice(index, 1);
    receiver.resolve(Promise.resolve([]));
  }

  /** Sets the timer for the next message that becomes visible; none while nobody waits. */
  private expect(): void {
    const due = this.receivers.length > 0 ? this.nextTurn() : undefined;
    if (this.alarm?.at === due) return;
    this.alarm?.alarm.cancel();
    this.alarm = undefined;
    if (due === undefined) return;
    const alarm = this.clock.alarm(due, () => {
      this.alarm = undefined;
      this.serve();
    });
    this.alarm = { at: due, alarm };
  }

  private nextTurn(): number | undefined {
    for (let turn = this.turns.peek(); turn; turn = this.turns.peek()) {
      if (this.messages.get(turn.id)?.turn === turn.order) return turn.visibleAt;
      this.turns.pop();
    }
    return undefined;
  }

  private keep(message: Message): MessageChange {
    return { kind: 'keep', queue: this.name, message };
  }

  private drop(id: string): MessageChange {
    return { kind: 'drop', queue: this.name, id };
  }
}

function receivedAt(message: Message, now: number, visibilityMs: number): Message {
  return {
    ...message,
    visibleAt: now + visibilityMs,
    receiveCount: message.receiveCount + 1,
    firstReceivedAt: message.firstReceivedAt ?? now,
  };
}
