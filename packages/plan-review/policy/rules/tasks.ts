import {
  admitsAnybody,
  all,
  any,
  equals,
  holds,
  isSet,
  type Rule,
  refusesPlainText,
  statements,
  value,
} from '../rule';
import { block, blocks, refersTo, type Stack, type Subject, texts } from '../stack';

const SOURCE = 'aws_lambda_event_source_mapping';
const QUEUE = 'aws_sqs_queue';
const TARGET = 'aws_cloudwatch_event_target';
const SCHEDULE = 'aws_scheduler_schedule';
const PARAMETER = 'aws_ssm_parameter';

/** Lambda asks for it: a batch may be tried again while it waits for the function. */
const LEAST_VISIBILITY = 6;

/** The queue that a source is of; none where it is of a stream. */
function queuesOf(stack: Stack, arn: unknown): Subject[] {
  return stack.subjects(QUEUE).filter(([address]) => refersTo(arn, address));
}

/** Whether what could not be handled goes to this queue: from another queue, a stream, a rule or a schedule. */
function isForDeadLetters(stack: Stack, address: string): boolean {
  const redrives = stack.subjects(QUEUE).map(([, { redrive_policy }]) => redrive_policy);
  const failures = stack
    .subjects(SOURCE)
    .map(([, { destination_config }]) => block(block(destination_config)['on_failure'])['destination_arn']);
  const undelivered = stack
    .subjects(TARGET)
    .map(([, { dead_letter_config }]) => block(dead_letter_config)['arn']);
  const uncalled = stack.subjects(SCHEDULE).map(([, { target }]) => deadLettersOf(target));
  return [...redrives, ...failures, ...undelivered, ...uncalled].some((target) => refersTo(target, address));
}

/** The queue of a schedule's target. */
function deadLettersOf(target: unknown): unknown {
  return block(block(target)['dead_letter_config'])['arn'];
}

function watches(alarm: Readonly<Record<string, unknown>>, address: string): boolean {
  return blocks(alarm['metric_query']).some(({ metric }) => {
    const { metric_name, dimensions } = block(metric);
    return (
      metric_name === 'ApproximateNumberOfMessagesVisible' &&
      refersTo(block(dimensions)['QueueName'], address)
    );
  });
}

/** What is done later by somebody else: queues, what reads queues and streams; and the secrets it is done by. */
export const TASK_RULES: readonly Rule[] = [
  {
    ids: ['SQS.1', 'CKV_AWS_27', 'AWS-0096'],
    demand: 'A queue is encrypted',
    scope: 'every',
    type: QUEUE,
    test: ({ sqs_managed_sse_enabled, kms_master_key_id }) =>
      any([equals(sqs_managed_sse_enabled, true), isSet(kms_master_key_id)]),
  },
  {
    ids: ['SQS.3', 'CKV_AWS_168', 'CKV_AWS_387', 'CKV_AWS_72', 'AWS-0097'],
    demand: 'A queue admits whom it names, by TLS only',
    scope: 'every',
    type: QUEUE,
    test: (_, stack, address) =>
      any(
        stack
          .referring('aws_sqs_queue_policy', 'queue_url', address)
          .map(({ policy }) =>
            statements(stack, policy, (known) => !known.some(admitsAnybody) && known.some(refusesPlainText)),
          ),
      ),
  },
  {
    ids: ['own:dead-letters'],
    demand: 'What a function cannot handle of a queue or a stream goes to a dead-letter queue of the stack',
    scope: 'every',
    type: SOURCE,
    test: ({ event_source_arn, destination_config }, stack) => {
      const queues = queuesOf(stack, event_source_arn);
      const targets =
        queues.length > 0
          ? queues.map(([, { redrive_policy }]) => redrive_policy)
          : [block(block(destination_config)['on_failure'])['destination_arn']];
      return holds(targets.every((target) => queuesOf(stack, target).length > 0));
    },
  },
  {
    ids: ['own:events-kept'],
    demand: 'An event that its target does not take goes to a dead-letter queue of the stack',
    scope: 'every',
    type: TARGET,
    test: ({ dead_letter_config }, stack) =>
      holds(queuesOf(stack, block(dead_letter_config)['arn']).length > 0),
  },
  {
    ids: ['own:calls-kept'],
    demand: 'A call by schedule that its target does not take goes to a dead-letter queue of the stack',
    scope: 'every',
    type: SCHEDULE,
    test: ({ target }, stack) => holds(queuesOf(stack, deadLettersOf(target)).length > 0),
  },
  {
    ids: ['CKV_AWS_297'],
    demand: 'A schedule is encrypted by a key of our own',
    scope: 'protected',
    type: SCHEDULE,
    test: ({ kms_key_arn }) => isSet(kms_key_arn),
  },
  {
    ids: ['own:dead-letters-kept'],
    demand:
      'A dead-letter queue keeps messages for longer than the queue that they come from, whose days count',
    scope: 'every',
    type: QUEUE,
    test: ({ redrive_policy, message_retention_seconds: own }, stack) =>
      redrive_policy === undefined
        ? 'pass'
        : all(
            queuesOf(stack, redrive_policy).map(([, { message_retention_seconds: theirs }]) =>
              value(theirs, (known) => Number(known) > Number(own ?? 345_600)),
            ),
          ),
  },
  {
    ids: ['own:dead-letters-alarm'],
    demand: 'An alarm rings as soon as something lies in a dead-letter queue',
    scope: 'every',
    type: QUEUE,
    test: (_, stack, address) =>
      holds(
        !isForDeadLetters(stack, address) ||
          stack.subjects('aws_cloudwatch_metric_alarm').some(([, alarm]) => watches(alarm, address)),
      ),
  },
  {
    ids: ['own:partial-batches'],
    demand: 'A function says which of a batch failed: what is done is not done again',
    scope: 'every',
    type: SOURCE,
    test: ({ function_response_types }) =>
      holds(texts(function_response_types).includes('ReportBatchItemFailures')),
  },
  {
    ids: ['own:bounded-retries'],
    demand: 'What a stream brings is not tried for ever, nor does one record fail its whole batch',
    scope: 'every',
    type: SOURCE,
    test: ({ event_source_arn, ...source }, stack) =>
      queuesOf(stack, event_source_arn).length > 0
        ? 'pass'
        : all([
            value(source['maximum_retry_attempts'], (attempts) => Number(attempts) >= 0),
            value(source['maximum_record_age_in_seconds'], (seconds) => Number(seconds) > 0),
            equals(source['bisect_batch_on_function_error'], true),
          ]),
  },
  {
    ids: ['own:visibility'],
    demand: 'A queue hides a message six times as long as its function may take',
    scope: 'every',
    type: SOURCE,
    test: ({ event_source_arn, function_name }, stack) =>
      all(
        queuesOf(stack, event_source_arn).flatMap(([, { visibility_timeout_seconds = 30 }]) =>
          stack
            .referred('aws_lambda_function', function_name)
            .map(([, { timeout = 3 }]) =>
              value(
                visibility_timeout_seconds,
                (seconds) => Number(seconds) >= LEAST_VISIBILITY * Number(timeout),
              ),
            ),
        ),
      ),
  },
  {
    ids: ['own:open-function'],
    demand:
      'Everybody may call a function by its URL at most, never directly with events of their own making',
    scope: 'every',
    type: 'aws_cloudcontrolapi_resource',
    test: ({ type_name, desired_state }) => {
      if (type_name !== 'AWS::Lambda::Permission') return 'pass';
      return value(desired_state, (state) => {
        const { Principal, InvokedViaFunctionUrl } = JSON.parse(String(state)) as Record<string, unknown>;
        return Principal !== '*' || InvokedViaFunctionUrl === true;
      });
    },
  },
  {
    ids: ['CKV2_AWS_34'],
    demand: 'A parameter is encrypted',
    scope: 'every',
    type: PARAMETER,
    test: ({ type }) => equals(type, 'SecureString'),
  },
  {
    ids: ['CKV_AWS_337'],
    demand: 'A parameter is encrypted by a key of our own',
    scope: 'protected',
    type: PARAMETER,
    test: ({ key_id }) => isSet(key_id),
  },
  {
    ids: ['own:write-only'],
    demand: 'The value of a parameter is in neither plan nor state',
    scope: 'every',
    type: PARAMETER,
    test: ({ value: kept, insecure_value, value_wo }) =>
      all([holds(kept === undefined && insecure_value === undefined), isSet(value_wo)]),
  },
];
