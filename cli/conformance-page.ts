import { type FileResult, markdownTable } from '@keyhold/local-cloud/conformance';

/** The page `docs/conformance.md`. */
export function conformancePage(files: readonly FileResult[]): string {
  return `# Step Functions conformance

Each case is one execution recorded on the real AWS Step Functions service, played back on the local engine with the outcomes of its tasks as they were on AWS. Status, output, error and the sequence of history events with their states, inputs and outputs have to match; causes that are AWS's prose (\`States.Runtime\`, \`States.QueryEvaluationError\`) have to be there. Where the recordings come from, and their licence: [\`packages/local-cloud/__tests__/services/stepfunctions/vectors/README.md\`](../packages/local-cloud/__tests__/services/stepfunctions/vectors/README.md).

This page is generated, and a test fails when it is stale. To update it:

\`\`\`
npm run conformance -- --table docs/conformance.md packages/local-cloud/__tests__/services/stepfunctions/vectors/*.jsonl
\`\`\`

${markdownTable(files)}`;
}
