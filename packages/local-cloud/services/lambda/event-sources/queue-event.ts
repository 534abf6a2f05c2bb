import { type Json, type JsonObject, objectOf } from '../../../core/json';

/** A message as a function gets it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function queueRecord(message: JsonObject, sourceArn: string, awsRegion: string): JsonObject {
  const attributes = objectOf(message['MessageAttributes']);
  const digest = message['MD5OfMessageAttributes'];
  return {
    messageId: message['MessageId'] ?? null,
    receiptHandle: message['ReceiptHandle'] ?? null,
    body: message['Body'] ?? null,
    attributes: message['Attributes'] ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, attribute(value)]),
    ),
    ...(digest !== undefined && { md5OfMessageAttributes: digest }),
    md5OfBody: message['MD5OfBody'] ?? null,
    eventSource: 'aws:sqs',
    eventSourceARN: sourceArn,
    awsRegion,
  };
}

function attribute(value: Json): JsonObject {
  const { DataType, StringValue, BinaryValue } = objectOf(value);
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType ?? null,
  };
}
