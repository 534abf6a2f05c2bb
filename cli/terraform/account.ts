import { z } from 'zod';

const plan = z.object({
  prior_state: z
    .object({
      values: z
        .object({
          root_module: z.object({
            resources: z
              .array(
                z.object({
                  type: z.string(),
                  values: z.looseObject({ account_id: z.string().optional() }).optional(),
                }),
              )
              .default([]),
          }),
        })
        .optional(),
    })
    .optional(),
});

/** The account that a plan was made in; undefined where its stack does not ask for it. */
export function accountOf(planJson: string): string | undefined {
  const resources = plan.parse(JSON.parse(planJson)).prior_state?.values?.root_module.resources ?? [];
  return resources.find(({ type }) => type === 'aws_caller_identity')?.values?.account_id;
}
