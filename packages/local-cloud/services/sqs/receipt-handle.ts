import { listOf } from '../../core/json';
import { decodeToken, encodeToken } from '../../core/tokens';
import { SqsError } from './errors';

/** One receipt of a message: `receiveCount` says which. */
export interface Receipt {
  readonly queue: string;
  readonly id: string;
  readonly receiveCount: number;
}

export function receiptHandleOf({ queue, id, receiveCount }: Receipt): string {
  return encodeToken([queue, id, receiveCount]);
}

/** @throws SqsError `ReceiptHandleIsInvalid` where it is not a handle of this queue */
export function receiptOf(handle: string, queue: string): Receipt {
  const [of, id, receiveCount] = listOf(decodeToken(handle) ?? []);
  if (of === queue && typeof id === 'string' && typeof receiveCount === 'number')
    return { queue, id, receiveCount };
  throw new SqsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}
