import { messageOf } from '../../../cli/terraform/failures';

test("Terraform's message is without its frame, and without the code that it quotes", () => {
  const written = [
    '╷',
    '│ Error: Instance cannot be destroyed',
    '│ ',
    '│   on cdk.tf.json line 2526, in resource.aws_dynamodb_table.apartments:',
    '│ 2526:       "password": "hunter2" {',
    '│ ',
    '│ It has lifecycle.prevent_destroy set.',
    '╵',
  ].join('\n');
  expect(messageOf(written)).toBe(
    'Error: Instance cannot be destroyed\nIt has lifecycle.prevent_destroy set.',
  );
});
