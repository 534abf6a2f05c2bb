import type * as z from 'zod';

/** An item of a table that is not what the table is for: somebody wrote it by hand. */
export class MalformedItem extends Error {
  override readonly name = 'MalformedItem';

  /** @param table what it is a table of: `apartments` */
  constructor(table: string, id: unknown, { issues }: z.ZodError) {
    const problems = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    super(`Item ${JSON.stringify(id)} of the table of ${table}: ${problems.join('; ')}`);
  }
}
