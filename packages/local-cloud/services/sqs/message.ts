/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html */
export interface AttributeValue {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

export type AttributeValues = Readonly<Record<string, AttributeValue>>;

/** A message in a queue. Times are milliseconds since the epoch, of the cloud's clock. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: AttributeValues;
  /** `AWSTraceHeader` is the only one that senders may give. */
  readonly systemAttributes: AttributeValues;
  readonly senderId: string;
  readonly sentAt: number;
  /** When it can be received. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** The ARN of the queue that a dead letter comes from. */
  readonly deadLetterSource?: string;
}
