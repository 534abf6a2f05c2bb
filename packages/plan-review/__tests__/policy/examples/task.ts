import { type MiniStack, onlyTls, policy } from '../mini-stacks';
import { type Examples, is } from './example';

const toQueue = (...statements: Record<string, unknown>[]): MiniStack => ({
  beside: {
    aws_sqs_queue_policy: { of: { queue_url: '${aws_sqs_queue.it.id}', policy: policy(...statements) } },
  },
});
const SERVICE = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: 'arn',
};
const ANYBODY = { ...SERVICE, Principal: { AWS: '*' } };

const TO_DEAD = { redrive_policy: '${jsonencode({"deadLetterTargetArn" = aws_sqs_queue.dead.arn})}' };
const DEAD = { dead: { message_retention_seconds: 1_209_600 } };
/** A function's source: the queue `tasks`, or a stream. */
const ofQueue = (tasks: Record<string, unknown>, source: Record<string, unknown> = {}): MiniStack => ({
  config: {
    event_source_arn: '${aws_sqs_queue.tasks.arn}',
    function_name: '${aws_lambda_function.f.arn}',
    ...source,
  },
  beside: { aws_sqs_queue: { tasks, ...DEAD }, aws_lambda_function: { f: { timeout: 20 } } },
});
const ofStream = (source: Record<string, unknown>): MiniStack => ({
  config: { event_source_arn: '${aws_dynamodb_table.t.stream_arn}', ...source },
  beside: { aws_sqs_queue: DEAD },
});
const BOUNDED = {
  maximum_retry_attempts: 20,
  maximum_record_age_in_seconds: 3600,
  bisect_batch_on_function_error: true,
};

/** `it` is the dead-letter queue of another, with an alarm on a metric of a queue, or without. */
const deadLetters = (metric_name?: string, queue = 'it'): MiniStack => ({
  beside: {
    aws_sqs_queue: { tasks: { redrive_policy: '${jsonencode({"arn" = aws_sqs_queue.it.arn})}' } },
    aws_cloudwatch_metric_alarm: metric_name
      ? {
          alarm: {
            metric_query: [
              { id: 'alarm', expression: 'waiting' },
              {
                id: 'waiting',
                metric: { metric_name, dimensions: { QueueName: `\${aws_sqs_queue.${queue}.name}` } },
              },
            ],
          },
        }
      : {},
  },
});
const VISIBLE = 'ApproximateNumberOfMessagesVisible';

const permission = (state: Record<string, unknown>) =>
  is({ type_name: 'AWS::Lambda::Permission', desired_state: JSON.stringify(state) });

export const TASK_EXAMPLES: Examples = {
  'SQS.1': { kept: is({ sqs_managed_sse_enabled: true }), broken: [is({})] },
  'SQS.3': {
    kept: toQueue(SERVICE, onlyTls('arn')),
    broken: [is({}), toQueue(SERVICE), toQueue(ANYBODY, onlyTls('arn'))],
  },
  'own:dead-letters': {
    kept: ofQueue(TO_DEAD),
    broken: [
      ofQueue({}),
      ofStream({}),
      ofStream({ destination_config: { on_failure: { destination_arn: '${aws_sqs_queue.elsewhere.arn}' } } }),
    ],
  },
  'own:events-kept': {
    kept: {
      config: { dead_letter_config: { arn: '${aws_sqs_queue.dead.arn}' } },
      beside: { aws_sqs_queue: DEAD },
    },
    broken: [is({}), is({ dead_letter_config: { arn: '${aws_sqs_queue.elsewhere.arn}' } })],
  },
  'own:calls-kept': {
    kept: {
      config: { target: { dead_letter_config: { arn: '${aws_sqs_queue.dead.arn}' } } },
      beside: { aws_sqs_queue: DEAD },
    },
    broken: [
      is({ target: {} }),
      is({ target: { dead_letter_config: { arn: '${aws_sqs_queue.elsewhere.arn}' } } }),
    ],
  },
  CKV_AWS_297: {
    kept: is({ kms_key_arn: 'arn:aws:kms:eu-central-1:123456789012:key/own' }),
    broken: [is({})],
  },
  'own:dead-letters-kept': {
    kept: { config: { ...TO_DEAD, message_retention_seconds: 604_800 }, beside: { aws_sqs_queue: DEAD } },
    broken: [
      { config: { ...TO_DEAD, message_retention_seconds: 1_209_600 }, beside: { aws_sqs_queue: DEAD } },
      { config: TO_DEAD, beside: { aws_sqs_queue: { dead: { message_retention_seconds: 345_600 } } } },
    ],
  },
  'own:dead-letters-alarm': {
    kept: deadLetters(VISIBLE),
    broken: [deadLetters(), deadLetters('NumberOfMessagesSent'), deadLetters(VISIBLE, 'tasks')],
  },
  'own:partial-batches': {
    kept: is({ function_response_types: ['ReportBatchItemFailures'] }),
    broken: [is({})],
  },
  'own:bounded-retries': {
    kept: ofStream(BOUNDED),
    broken: [
      ofStream({ ...BOUNDED, maximum_retry_attempts: -1 }),
      ofStream({ ...BOUNDED, maximum_record_age_in_seconds: -1 }),
      ofStream({ ...BOUNDED, bisect_batch_on_function_error: false }),
    ],
  },
  'own:visibility': {
    kept: ofQueue({ visibility_timeout_seconds: 120 }),
    broken: [ofQueue({ visibility_timeout_seconds: 119 }), ofQueue({})],
  },
  'own:open-function': {
    kept: permission({ Principal: '*', InvokedViaFunctionUrl: true }),
    broken: [permission({ Principal: '*' }), permission({ Principal: '*', InvokedViaFunctionUrl: false })],
  },
  CKV2_AWS_34: { kept: is({ type: 'SecureString' }), broken: [is({ type: 'String' })] },
  CKV_AWS_337: { kept: is({ key_id: '${aws_kms_key.k.arn}' }), broken: [is({})] },
  'own:write-only': {
    kept: is({ value_wo: '${ephemeral.aws_secretsmanager_random_password.p.random_password}' }),
    broken: [is({}), is({ value: 'secret' }), is({ value_wo: 'x', insecure_value: 'secret' })],
  },
};
