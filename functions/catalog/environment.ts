import * as z from 'zod';
import { environmentReader, text } from '../runtime/environment';

const environment = z.object({
  APARTMENTS_TABLE_NAME: text,
  RESERVATIONS_TABLE_NAME: text,
  PAYMENTS_TABLE_NAME: text,
  STATE_MACHINE_ARN: text,
});

export const readEnvironment = environmentReader('catalog', environment);
