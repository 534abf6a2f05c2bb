import { SqsError } from './errors';

/** What was received: a message, at the so-manieth time. */
export interface Receipt {
  readonly queue: string;
  readonly id: string;
  readonly receiveCount: number;
}

export function receiptHandleOf({ queue, id, receiveCount }: Receipt): string {
  return Buffer.from(JSON.stringify([queue, id, receiveCount])).toString('base64');
}

/** @throws SqsError `ReceiptHandleIsInvalid` where it is none of this queue's */
export function receiptOf(handle: string, queue: string): Receipt {
  try {
    const [of, id, receiveCount] = JSON.parse(Buffer.from(handle, 'base64').toString()) as unknown[];
    if (of === queue && typeof id === 'string' && typeof receiveCount === 'number')
      return { queue, id, receiveCount };
  } catch {
    // Answered below: what cannot be read is as wrong as what says nothing.
  }
  throw new SqsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}
