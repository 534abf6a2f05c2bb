import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCloud } from '@keyhold/local-cloud';
import { loadSamples } from '../../cli/samples';
import type { Statement, Synthesized } from '../stacks/synthesized';
import { stackFolder } from '../synthesize';
import { Guest } from './client';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-iam-'));
  cpSync(stackFolder('keyhold-local'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Takes an action out of every policy of the synthesized stack. */
function forbid(action: string): void {
  const file = join(folder, 'cdk.tf.json');
  const stack = JSON.parse(readFileSync(file, 'utf8')) as Synthesized;
  for (const document of Object.values(stack.data['aws_iam_policy_document'] ?? {})) {
    document['statement'] = (document['statement'] as Statement[]).map((statement) => ({
      ...statement,
      actions: statement.actions.map((allowed) => (allowed === action ? 'none:None' : allowed)),
    }));
  }
  writeFileSync(file, JSON.stringify(stack));
}

test.each([
  ['lambda:InvokeFunction', 'api_graphql_booking-role'],
  ['states:StartExecution', 'api_booking_role'],
  ['dynamodb:GetItem', 'api_booking_role'],
  ['dynamodb:UpdateItem', 'workflow_booking_role'],
])(
  'without %s the call is denied as on AWS, and the log says which statement would allow it',
  async (action, role) => {
    forbid(action);
    const log: string[] = [];
    const cloud = await LocalCloud.start({ artifact: folder, log: (line) => log.push(line) });
    try {
      await loadSamples(cloud, String(cloud.outputs['apartmentsTable']));
      const outcome = await Guest.of(cloud)
        .reserve('mill-2')
        .catch((error: Error) => error.name);
      expect(outcome).not.toEqual(expect.objectContaining({ status: 'HELD' }));
      expect(cloud.recentCalls).toContainEqual(expect.objectContaining({ error: 'AccessDeniedException' }));
      const denial = log.find((line) => line.startsWith('iam: '));
      expect(denial).toContain(action);
      expect(denial).toContain(role);
      expect(denial).toContain(`"Action":"${action}"`);
    } finally {
      await cloud.stop();
    }
  },
);
