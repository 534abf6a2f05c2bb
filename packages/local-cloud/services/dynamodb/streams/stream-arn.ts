import { createHash } from 'node:crypto';

/** `2026-11-24T04:30:00.000`: when the stream was made; it identifies the stream. */
export function streamLabel(createdAt: number): string {
  return new Date(createdAt).toISOString().slice(0, -1);
}

export function streamArn(tableArn: string, createdAt: number): string {
  return `${tableArn}/stream/${streamLabel(createdAt)}`;
}

/** The table of a stream's ARN; undefined where it is none. */
export function tableOf(arn: string): string | undefined {
  return /^arn:aws:dynamodb:[^:]+:\d{12}:table\/([^/]+)\/stream\/[^/]+$/.exec(arn)?.[1];
}

/** `shardId-00000001573689847184-864758bb`: the one shard of a stream. */
export function shardIdOf(arn: string, createdAt: number): string {
  const digest = createHash('sha256').update(arn).digest('hex').slice(0, 8);
  return `shardId-${String(createdAt).padStart(20, '0')}-${digest}`;
}

/** A record has the same id whenever it is read. */
export function eventIdOf(arn: string, sequenceNumber: string): string {
  return createHash('md5').update(`${arn} ${sequenceNumber}`).digest('hex');
}
