import type { AccountsLine } from './compare';

const COLUMNS = [
  'at',
  'standing',
  'movement',
  'amount',
  'providerAmount',
  'currency',
  'reservationId',
  'paymentId',
  'sourceId',
  'transactionId',
] as const satisfies readonly (keyof AccountsLine)[];

/** RFC 4180: the names first, a line each, ended by CRLF. */
export function csvOf(lines: readonly AccountsLine[]): string {
  const rows = lines.map((line) => COLUMNS.map((column) => cell(line[column])));
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(value: string | number | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
